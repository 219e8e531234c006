package taskagent.dapr;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import taskagent.dapr.actor.DaprTasks;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.store.Documents;
import taskagent.dapr.workflow.DaprRuns;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Changes;
import taskagent.json.UnreadableDocument;

/**
 * The changes of the tasks and runs in Dapr's state store, for the lists of one replica. All
 * replicas read the same log, each at its own position (ADR 41).
 */
final class DaprChanges implements Changes {

  private static final System.Logger LOG = System.getLogger(DaprChanges.class.getName());

  /** The bits of a number that are made from the id, after those of the time. */
  private static final int ID_BITS = 20;

  private final Documents documents;
  private final ChangeRecords records;
  private final DaprTasks tasks;
  private final DaprRuns runs;

  DaprChanges(Documents documents, ChangeRecords records, DaprTasks tasks, DaprRuns runs) {
    this.documents = documents;
    this.records = records;
    this.tasks = tasks;
    this.runs = runs;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public String epoch() {
    return documents.identity();
  }

  @Override
  public boolean continues(long seq) {
    return records.log().after(seq, 1).isPresent();
  }

  @Override
  public long last() {
    return records.log().last();
  }

  @Override
  public Optional<List<Change>> after(long seq, int limit) {
    return records.log().after(seq, limit);
  }

  @Override
  public Optional<Instant> waitingSince(long seq) {
    return records.log().waitingSince(seq);
  }

  @Override
  public Map<String, Stored<TaskSnapshot>> tasks(Collection<String> ids) {
    var found = new HashMap<String, Stored<TaskSnapshot>>();
    tasks
        .findAll(ids.stream().map(TaskId::new).toList())
        .forEach((id, task) -> found.put(id.value(), stored(task)));
    return found;
  }

  @Override
  public Map<String, Stored<Workflow>> runs(Collection<String> ids) {
    return found(
        ids, id -> readable(() -> runs.listed(new RunId(id))).flatMap(DaprChanges::stored));
  }

  /** The id of an entry of the audit is the entry itself. */
  @Override
  public Map<String, Stored<AuditEntry>> audits(Collection<String> texts) {
    return found(texts, text -> records.audit().read(text).map(DaprChanges::stored));
  }

  private static <T> Map<String, Stored<T>> found(
      Collection<String> ids, Function<String, Optional<Stored<T>>> read) {
    var found = new HashMap<String, Stored<T>>();
    ids.forEach(id -> read.apply(id).ifPresent(stored -> found.put(id, stored)));
    return found;
  }

  /** The reader must get on with the others if one is damaged. */
  private static Optional<RunView> readable(Supplier<Optional<RunView>> run) {
    try {
      return run.get();
    } catch (UnreadableDocument e) {
      LOG.log(WARNING, "a workflow is missing in the lists: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Part<TaskSnapshot> tasks(long place, int limit) {
    var part = records.taskIds().part(place, limit);
    var found = tasks.findAll(part.entries().stream().map(TaskId::new).toList()).values();
    if (found.size() < part.entries().size()) {
      records.taskIds().forget(place, tasks.absent(part.entries()));
    }
    return new Part<>(found.stream().map(DaprChanges::stored).toList(), part.next());
  }

  /** What this version cannot read, or does not know, stays in the index. */
  @Override
  public Part<Workflow> runs(long place, int limit) {
    var part = records.runIds().part(place, limit);
    var found = runs.listed(part.entries().stream().map(RunId::new).toList());
    if (found.size() < part.entries().size()) {
      records.runIds().forget(place, runs.absent(part.entries()));
    }
    return new Part<>(found.stream().flatMap(run -> stored(run).stream()).toList(), part.next());
  }

  @Override
  public Part<AuditEntry> audits(long place, int limit) {
    var part = records.audit().part(place, limit);
    return new Part<>(part.entries().stream().map(DaprChanges::stored).toList(), part.next());
  }

  @Override
  public Instant auditSince() {
    return records.audit().since();
  }

  private static Stored<AuditEntry> stored(AuditEntry entry) {
    return new Stored<>(number(entry.at(), entry.key()), entry);
  }

  private static Stored<TaskSnapshot> stored(TaskSnapshot task) {
    return new Stored<>(number(task.createdAt(), task.id().value()), task);
  }

  private static Optional<Stored<Workflow>> stored(RunView view) {
    return Workflow.of(view)
        .map(run -> new Stored<>(number(view.run().acceptedAt(), view.run().id().value()), run));
  }

  /**
   * Makes a number from the time of the creation and the id, so that it is the same on all
   * replicas. A million tasks have one pair with the same number only if more than ten are created
   * in each millisecond.
   */
  static long number(Instant created, String id) {
    return (created.toEpochMilli() << ID_BITS) | (id.hashCode() & ((1 << ID_BITS) - 1));
  }

  @Override
  public void add(Kind kind, String id) {
    records.log().hint(kind, id);
  }

  @Override
  public void await(long seq, Duration atMost) throws InterruptedException {
    records.log().await(seq, atMost);
  }

  /** The log does not wait for its readers. */
  @Override
  public void readUpTo(long seq) {}
}
