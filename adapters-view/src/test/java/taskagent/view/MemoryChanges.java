package taskagent.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.Workflow;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Changes;

/** The change log of an engine in memory. */
final class MemoryChanges implements Changes {

  static final Instant AT = Instant.ofEpochMilli(1_000);

  private final Map<String, Stored<TaskSnapshot>> tasks = new HashMap<>();
  private final Map<String, Stored<Workflow>> runs = new HashMap<>();
  private final Map<String, Stored<AuditEntry>> audit = new HashMap<>();
  private final List<Change> log = new ArrayList<>();
  private Instant auditSince = Instant.EPOCH;
  private long numbers;
  private long oldest = 1;
  private long lastAtStart;
  private long readUpTo;

  /** How many reads succeed until one fails; -1 for all of them. */
  private int readsLeft = -1;

  /** Runs before each part that a rebuild reads. */
  private Runnable beforePart = () -> {};

  private String epoch = "epoch-1";
  private boolean shared;
  private int atOnce = Integer.MAX_VALUE;

  synchronized void save(TaskSnapshot task) {
    tasks.compute(
        task.id().value(), (_, old) -> new Stored<>(old == null ? ++numbers : old.number(), task));
    add(Kind.TASK, task.id().value());
  }

  /** Saves or removes a task without an entry in the log. */
  synchronized void saveUnseen(String id, Optional<TaskSnapshot> task) {
    task.ifPresentOrElse(
        now -> tasks.put(id, new Stored<>(numberOf(id), now)), () -> tasks.remove(id));
  }

  private long numberOf(String id) {
    var old = tasks.get(id);
    return old == null ? ++numbers : old.number();
  }

  /** Stores a task under a number that another one may have. */
  synchronized void save(TaskSnapshot task, long number) {
    tasks.put(task.id().value(), new Stored<>(number, task));
    add(Kind.TASK, task.id().value());
  }

  synchronized void save(Workflow run) {
    var id = run.run().id().value();
    runs.compute(id, (_, old) -> new Stored<>(old == null ? ++numbers : old.number(), run));
    add(Kind.RUN, id);
  }

  /** Removes a task. The number of the newest one is used again, as SQLite does. */
  synchronized void removeTask(String id) {
    var old = tasks.remove(id);
    if (old != null) {
      numbers = newest();
      add(Kind.TASK, id);
    }
  }

  synchronized void removeRun(String id) {
    var old = runs.remove(id);
    if (old != null) {
      numbers = newest();
      add(Kind.RUN, id);
    }
  }

  private long newest() {
    long newest = 0;
    for (var task : tasks.values()) {
      newest = Math.max(newest, task.number());
    }
    for (var run : runs.values()) {
      newest = Math.max(newest, run.number());
    }
    return newest;
  }

  @Override
  public synchronized void add(Kind kind, String id) {
    log.add(new Change(log.size() + 1, kind, id, AT));
    notifyAll();
  }

  /** Forgets the entries before this one. */
  synchronized void trim(long first) {
    oldest = first;
  }

  /** The engine was started again: the log continues. */
  synchronized void restart() {
    lastAtStart = log.size();
  }

  /** It is another database from now on, with the same content. */
  synchronized void become(String other) {
    epoch = other;
  }

  /** Returns at most so many entries at once from now on, although there are more. */
  synchronized void atOnce(int entries) {
    atOnce = entries;
  }

  /** Another view follows it, too. */
  synchronized void share() {
    shared = true;
  }

  @Override
  public synchronized boolean shared() {
    return shared;
  }

  synchronized void failAfter(int reads) {
    readsLeft = reads;
  }

  synchronized void beforePart(Runnable action) {
    beforePart = action;
  }

  synchronized List<Stored<TaskSnapshot>> tasks() {
    return List.copyOf(tasks.values());
  }

  synchronized List<Stored<Workflow>> runs() {
    return List.copyOf(runs.values());
  }

  synchronized long readUpTo() {
    return readUpTo;
  }

  @Override
  public synchronized String epoch() {
    return epoch;
  }

  @Override
  public synchronized boolean continues(long seq) {
    return seq <= lastAtStart && after(seq, 1).isPresent();
  }

  @Override
  public synchronized long last() {
    return log.size();
  }

  @Override
  public synchronized Optional<List<Change>> after(long seq, int limit) {
    return seq + 1 < oldest
        ? Optional.empty()
        : Optional.of(
            log.stream()
                .filter(change -> change.seq() > seq)
                .limit(Math.min(limit, atOnce))
                .toList());
  }

  @Override
  public synchronized Map<String, Stored<TaskSnapshot>> tasks(Collection<String> ids) {
    read();
    return only(tasks, ids);
  }

  @Override
  public synchronized Map<String, Stored<Workflow>> runs(Collection<String> ids) {
    read();
    return only(runs, ids);
  }

  @Override
  public synchronized Map<String, Stored<AuditEntry>> audits(Collection<String> ids) {
    return only(audit, ids);
  }

  private static <T> Map<String, T> only(Map<String, T> all, Collection<String> ids) {
    var some = new HashMap<>(all);
    some.keySet().retainAll(ids);
    return some;
  }

  synchronized void add(AuditEntry entry) {
    audit.putIfAbsent(entry.key(), new Stored<>(audit.size() + 1, entry));
    add(Kind.AUDIT, entry.key());
  }

  /** Keeps entries of the audit since then only. */
  synchronized void keepAuditSince(Instant time) {
    auditSince = time;
    audit.values().removeIf(stored -> stored.value().at().isBefore(time));
  }

  @Override
  public synchronized Part<AuditEntry> audits(long after, int limit) {
    return part(audit, after, limit);
  }

  @Override
  public synchronized Instant auditSince() {
    return auditSince;
  }

  private void read() {
    if (readsLeft == 0) {
      readsLeft = -1;
      throw Unavailable.outOfReach("the engine cannot be read");
    }
    readsLeft = Math.max(-1, readsLeft - 1);
  }

  @Override
  public synchronized Part<TaskSnapshot> tasks(long after, int limit) {
    beforePart.run();
    return part(tasks, after, limit);
  }

  @Override
  public synchronized Part<Workflow> runs(long after, int limit) {
    beforePart.run();
    return part(runs, after, limit);
  }

  /** Parts are small, so that a rebuild takes several. */
  private static <T> Part<T> part(Map<String, Stored<T>> all, long after, int limit) {
    var ordered = new TreeMap<Long, Stored<T>>();
    all.values().forEach(stored -> ordered.put(stored.number(), stored));
    var rows = ordered.tailMap(after, false).values().stream().limit(Math.min(limit, 3)).toList();
    return new Part<>(
        rows, rows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rows.getLast().number()));
  }

  @Override
  public synchronized void await(long seq, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (last() <= seq && System.nanoTime() < end) {
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
  }

  @Override
  public synchronized void readUpTo(long seq) {
    readUpTo = seq;
  }
}
