package taskagent.embedded;

import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Metric;

/**
 * Removes what was kept long enough (specification §13): ended runs with their journals, closed
 * tasks with their timelines, idle conversations, dead letters, the ids of bulks without a run,
 * entries of the audit and of the change log, and at last the memory of what was removed. Each
 * batch is a small transaction, so that requests do not wait long behind it.
 */
final class RetentionLoop implements Threads.Loop, AutoCloseable {

  /** How many rows a transaction removes: about a millisecond of work for the writer. */
  private static final int BATCH = 50;

  /** How many free pages stay in the file: 4 MiB. */
  private static final int FREE_PAGES_KEPT = 1_000;

  /** How many pages go back to the file system at once. */
  private static final int PAGES = 500;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_BATCHES = Duration.ofMillis(20);

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final Retention retention;
  private final TimelineRows timelines;
  private final ChangeLog changes;
  private final Map<Kind, LongAdder> removed = new ConcurrentHashMap<>();
  private final LoopThread thread;
  private Instant nothingAt;

  /** What is removed, and the rows whose time has come. */
  private enum Kind {
    RUN("workflow WHERE ended_at <= ?"),
    TASK("task WHERE closed_at <= ?"),
    CONVERSATION("conversation WHERE changed_at <= ?"),
    DEAD_LETTER("dead_letter WHERE dead_at <= ?"),
    BULK_CHUNK("bulk_chunk WHERE at <= ? AND bulk NOT IN (SELECT id FROM workflow)"),
    BULK_PROGRESS("bulk_progress WHERE at <= ? AND bulk NOT IN (SELECT id FROM workflow)"),
    // The oldest are those with the lowest numbers, so the time needs no index.
    AUDIT("audit WHERE at <= ? AND seq < (SELECT min(seq) + 50 FROM audit)"),
    ID("removed WHERE at <= ?");

    private final String due;

    Kind(String due) {
      this.due = due;
    }
  }

  /** A row that was deleted. */
  private record Gone(long number, String id) {
    static Gone of(ResultSet row) throws SQLException {
      return new Gone(row.getLong(1), row.getString(2));
    }
  }

  RetentionLoop(
      Database database,
      Writer writer,
      InstantSource clock,
      Retention retention,
      ChangeLog changes) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.retention = retention;
    this.timelines = new TimelineRows(database, writer);
    this.changes = changes;
    this.nothingAt = clock.instant();
    this.thread =
        new LoopThread(
            "taskagent-retention", "remove what has ended", Level.DEBUG, LOOK_EVERY, this::round);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.close();
  }

  /** Returns the metric of what was removed since the start. */
  Metric metric() {
    return Metric.counter(
        "taskagent_removed_total",
        "What was removed because it was kept long enough.",
        Stream.of(Kind.RUN, Kind.TASK, Kind.CONVERSATION, Kind.DEAD_LETTER)
            .map(
                kind ->
                    new Metric.Sample(
                        Map.of("kind", kind.name().toLowerCase(Locale.ROOT)), counter(kind)::sum))
            .toList());
  }

  private LongAdder counter(Kind kind) {
    return removed.computeIfAbsent(kind, _ -> new LongAdder());
  }

  private void round() throws InterruptedException {
    Thread.sleep(turn() ? BETWEEN_BATCHES : BETWEEN_LOOKS);
  }

  @Override
  public boolean turn() {
    if (timelines.removeOld()) {
      return true;
    }
    // Absolute, so that a clock that is set back does not stop the looks.
    if (Duration.between(nothingAt, clock.instant()).abs().compareTo(LOOK_EVERY) < 0) {
      return false;
    }
    int count = 0;
    for (var kind : Kind.values()) {
      count += remove(kind);
    }
    if (changes.trim() || count > 0 || shrink()) {
      return true;
    }
    nothingAt = clock.instant();
    return false;
  }

  private int remove(Kind kind) {
    var kept = kept(kind);
    var until = clock.instant().minus(kept);
    if (kept.isZero()
        || database.first("SELECT 1 FROM " + kind.due + " LIMIT 1", _ -> true, until).isEmpty()) {
      return 0;
    }
    int count = writer.write(transaction -> remove(transaction, kind, until));
    counter(kind).add(count);
    return count;
  }

  private Duration kept(Kind kind) {
    return switch (kind) {
      case RUN, BULK_CHUNK, BULK_PROGRESS -> retention.runs();
      case TASK -> retention.tasks();
      case CONVERSATION -> retention.conversations();
      case DEAD_LETTER -> retention.deadLetters();
      case AUDIT -> retention.audit();
      case ID -> retention.ids();
    };
  }

  private int remove(Transaction transaction, Kind kind, Instant until) throws SQLException {
    return switch (kind) {
      case RUN -> runs(transaction, until);
      case TASK -> tasks(transaction, until);
      case CONVERSATION -> others(transaction, kind, "user_id", until);
      case DEAD_LETTER -> others(transaction, kind, "seq", until);
      case BULK_CHUNK -> others(transaction, kind, "name, chunk", until);
      case BULK_PROGRESS -> others(transaction, kind, "name", until);
      case AUDIT -> others(transaction, kind, "seq", until);
      case ID -> others(transaction, kind, "kind, id", until);
    };
  }

  private int runs(Transaction transaction, Instant until) throws SQLException {
    var gone = numbered(transaction, Kind.RUN, "workflow", until);
    for (var run : gone) {
      transaction.update("DELETE FROM journal WHERE workflow = ?", run.number());
      transaction.update("DELETE FROM signal WHERE workflow = ?", run.number());
      transaction.update("DELETE FROM child_end WHERE workflow = ?", run.number());
      RemovedIds.addRun(transaction, run.id(), clock.instant());
      ChangeLog.addRun(transaction, run.id(), clock.instant());
    }
    return gone.size();
  }

  private int tasks(Transaction transaction, Instant until) throws SQLException {
    var gone = numbered(transaction, Kind.TASK, "task", until);
    for (var task : gone) {
      SqliteTasks.deleted(transaction, task.number(), task.id(), clock.instant());
    }
    return gone.size();
  }

  private static List<Gone> numbered(
      Transaction transaction, Kind kind, String table, Instant until) throws SQLException {
    return transaction.list(
        "DELETE FROM %s WHERE number IN (SELECT number FROM %s LIMIT %d) RETURNING number, id"
            .formatted(table, kind.due, BATCH),
        Gone::of,
        until);
  }

  private static int others(Transaction transaction, Kind kind, String key, Instant until)
      throws SQLException {
    return transaction.update(
        "DELETE FROM %s AND (%s) IN (SELECT %s FROM %s LIMIT %d)"
            .formatted(kind.due, key, key, kind.due, BATCH),
        until,
        until);
  }

  /**
   * Returns some free pages to the file system, if there are many. A few are kept for what is
   * written next.
   *
   * @return true if there may be more
   */
  private boolean shrink() {
    long pages = count("PRAGMA page_count");
    if (count("PRAGMA freelist_count") <= Math.max(FREE_PAGES_KEPT, pages / 10)) {
      return false;
    }
    writer.write(
        transaction -> {
          transaction.execute("PRAGMA incremental_vacuum(" + PAGES + ")");
          return pages;
        });
    return count("PRAGMA page_count") < pages;
  }

  private long count(String sql) {
    return database.first(sql, row -> row.getLong(1)).orElse(0L);
  }
}
