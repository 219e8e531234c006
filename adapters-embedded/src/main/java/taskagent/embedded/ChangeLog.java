package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.processing.Workflow;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Changes;
import taskagent.json.AuditJson;
import taskagent.json.TaskJson;
import taskagent.json.UnreadableDocument;

/**
 * The change log in SQLite. An entry is written in the transaction of the change, and has only the
 * id (ADR 32).
 */
final class ChangeLog implements Changes {

  private static final System.Logger LOG = System.getLogger(ChangeLog.class.getName());

  /** How many entries are kept for a reader that is to come. */
  private static final long KEPT = 100_000;

  /** How many entries are kept for a reader that lags: about 100 MB. */
  private static final long KEPT_FOR_READER = 1_000_000;

  /** How many entries are removed at once: about a millisecond of work for the writer. */
  private static final int BATCH = 1_000;

  private static final int TASK_CODE = 0;
  private static final int RUN_CODE = 1;
  private static final int AUDIT_CODE = 2;

  private static final String LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'change'";
  private static final String OLDEST = "SELECT min(seq) FROM change";
  private static final String TASK = "SELECT number, doc FROM task WHERE ";
  private static final String AUDIT = "SELECT seq, doc FROM audit WHERE ";
  private static final String RUN = "SELECT" + WorkflowRow.COLUMNS + "WHERE ";
  private static final String PART = "number > ? ORDER BY number LIMIT ?";

  private final Transaction.Row<WorkflowRow> runs;
  private final Database database;
  private final Writer writer;
  private final CommitSignal signal;
  private final Retention retention;
  private final InstantSource clock;
  private final String epoch;
  private final long lastAtStart;
  private volatile long reader = Long.MAX_VALUE;

  /** Creates the log; nothing may be written until then. */
  ChangeLog(
      Kinds kinds,
      Database database,
      Writer writer,
      CommitSignal signal,
      Retention retention,
      InstantSource clock) {
    this.runs = WorkflowRow.of(kinds);
    this.database = database;
    this.writer = writer;
    this.signal = signal;
    this.retention = retention;
    this.clock = clock;
    this.epoch = database.first("SELECT epoch FROM change_log", row -> row.getString(1)).orElse("");
    this.lastAtStart = last();
  }

  /** Records that a task was saved or removed. */
  static void addTask(Transaction transaction, String id, Instant at) throws SQLException {
    add(transaction, Kind.TASK, id, at);
  }

  /** Records that a run was saved or removed. */
  static void addRun(Transaction transaction, String id, Instant at) throws SQLException {
    add(transaction, Kind.RUN, id, at);
  }

  /** Records that the audit has got an entry. */
  static void addAudit(Transaction transaction, String key, Instant at) throws SQLException {
    add(transaction, Kind.AUDIT, key, at);
  }

  private static void add(Transaction transaction, Kind kind, String id, Instant at)
      throws SQLException {
    transaction.update(
        "INSERT INTO change (kind, id, at) VALUES (?, ?, ?)",
        switch (kind) {
          case TASK -> TASK_CODE;
          case RUN -> RUN_CODE;
          case AUDIT -> AUDIT_CODE;
        },
        id,
        at);
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public boolean continues(long seq) {
    return seq <= lastAtStart && after(seq, 1).isPresent();
  }

  @Override
  public long last() {
    return number(LAST);
  }

  private long number(String sql) {
    return database.first(sql, row -> row.getLong(1)).orElse(0L);
  }

  @Override
  public Optional<List<Change>> after(long seq, int limit) {
    var found =
        database.list(
            "SELECT seq, kind, id, at FROM change WHERE seq > ? ORDER BY seq LIMIT ?",
            ChangeLog::change,
            seq,
            limit);
    // The newest entries are always kept, so if there is none after this one, none is missing.
    boolean gap = !found.isEmpty() && found.getFirst().seq() > seq + 1;
    return gap ? Optional.empty() : Optional.of(found);
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong(1),
        switch (row.getInt(2)) {
          case TASK_CODE -> Kind.TASK;
          case AUDIT_CODE -> Kind.AUDIT;
          default -> Kind.RUN;
        },
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  @Override
  public Map<String, Stored<TaskSnapshot>> tasks(Collection<String> ids) {
    return byId(TASK + "id", ChangeLog::task, ids, task -> task.id().value());
  }

  @Override
  public Map<String, Stored<Workflow>> runs(Collection<String> ids) {
    return byId(RUN + "id", this::run, ids, run -> run.id().value());
  }

  @Override
  public Map<String, Stored<AuditEntry>> audits(Collection<String> keys) {
    return byId(AUDIT + "key", ChangeLog::audit, keys, AuditEntry::key);
  }

  /** Reads many rows with one query, because a query for each costs more than reading it. */
  private <T> Map<String, Stored<T>> byId(
      String sql, Transaction.Row<Read<T>> row, Collection<String> ids, Function<T, String> id) {
    var values = String.join(", ", Collections.nCopies(ids.size(), "?"));
    var found = new HashMap<String, Stored<T>>();
    for (var read : database.list(sql + " IN (" + values + ")", row, ids.toArray())) {
      read.stored().ifPresent(stored -> found.put(id.apply(stored.value()), stored));
    }
    return found;
  }

  @Override
  public Part<TaskSnapshot> tasks(long after, int limit) {
    return part(database.list(TASK + PART, ChangeLog::task, after, limit), limit);
  }

  @Override
  public Part<Workflow> runs(long after, int limit) {
    return part(database.list(RUN + PART, this::run, after, limit), limit);
  }

  @Override
  public Part<AuditEntry> audits(long after, int limit) {
    return part(
        database.list(AUDIT + "seq > ? ORDER BY seq LIMIT ?", ChangeLog::audit, after, limit),
        limit);
  }

  @Override
  public Instant auditSince() {
    return retention.auditSince(clock.instant());
  }

  private static Read<AuditEntry> audit(ResultSet row) throws SQLException {
    return read(row, r -> Optional.of(AuditJson.read(r.getString(2))));
  }

  /** A row that was read; without content if that is damaged or not for the lists. */
  private record Read<T>(long number, Optional<Stored<T>> stored) {}

  private static Read<TaskSnapshot> task(ResultSet row) throws SQLException {
    return read(row, r -> Optional.of(TaskJson.read(r.getString(2)).snapshot()));
  }

  private Read<Workflow> run(ResultSet row) throws SQLException {
    return read(row, r -> Workflow.of(runs.of(r).view()));
  }

  /**
   * Leaves out a row that is damaged, because the reader must get on with the others, and one that
   * is not for the lists.
   */
  private static <T> Read<T> read(ResultSet row, Transaction.Row<Optional<T>> content)
      throws SQLException {
    long number = row.getLong(1);
    try {
      return new Read<>(number, content.of(row).map(found -> new Stored<>(number, found)));
    } catch (UnreadableDocument e) {
      LOG.log(System.Logger.Level.WARNING, "a row is missing in the lists: {0}", e.getMessage());
      return new Read<>(number, Optional.empty());
    }
  }

  private static <T> Part<T> part(List<Read<T>> rows, int limit) {
    return new Part<>(
        rows.stream().flatMap(row -> row.stored().stream()).toList(),
        rows.size() < limit ? OptionalLong.empty() : OptionalLong.of(rows.getLast().number()));
  }

  @Override
  public void add(Kind kind, String id) {
    writer.write(
        transaction -> {
          add(transaction, kind, id, clock.instant());
          return id;
        });
  }

  @Override
  public void await(long seq, Duration atMost) throws InterruptedException {
    if (last() <= seq) {
      signal.await(atMost);
    }
  }

  @Override
  public void readUpTo(long seq) {
    reader = seq;
  }

  /**
   * Removes some entries that are not kept: old ones that the reader does not need.
   *
   * @return true if there may be more
   */
  boolean trim() {
    long last = last();
    long until = Math.max(Math.min(reader, last - KEPT), last - KEPT_FOR_READER);
    long oldest = number(OLDEST);
    if (oldest == 0 || oldest > until) {
      return false;
    }
    long batch = Math.min(until, oldest + BATCH - 1);
    writer.write(transaction -> transaction.update("DELETE FROM change WHERE seq <= ?", batch));
    return true;
  }
}
