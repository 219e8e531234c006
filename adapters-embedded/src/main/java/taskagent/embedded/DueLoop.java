package taskagent.embedded;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Permit;
import taskagent.domain.engine.Reached;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/**
 * Processes in batches what is due: deadlines of tasks, and sagas. A saga is due when its wait is
 * over, when it found no free slot for a call, or when an earlier process left it unfinished. The
 * due time is a column with an index, so 100,000 open deadlines need no thread and no timer.
 */
final class DueLoop implements Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DueLoop.class.getName());

  /** Small enough that requests do not wait long behind a batch, large enough to share fsyncs. */
  private static final int BATCH = 200;

  /** The wait before the next attempt at a row that could not be processed. */
  private static final Duration SET_ASIDE = Duration.ofMinutes(1);

  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofMillis(500);

  private final Transaction.Row<WorkflowRow> rows;

  /** Selects the runs of known kinds. The others are left alone. */
  private final String known;

  private final Database database;
  private final Writer writer;
  private final Threads threads;
  private final InstantSource clock;
  private final DueSignal due;
  private final SqliteTasks tasks;
  private final SagaDriver driver;
  private final CallLimiter limiter;
  private final OrphanSweep orphans;
  private final LoopThread thread;
  private Instant lastTurn;

  DueLoop(
      Kinds kinds,
      Database database,
      Writer writer,
      Threads threads,
      InstantSource clock,
      DueSignal due,
      SqliteTasks tasks,
      SagaDriver driver,
      CallLimiter limiter) {
    this.rows = WorkflowRow.of(kinds);
    this.known = WorkflowRow.known(kinds);
    this.database = database;
    this.writer = writer;
    this.threads = threads;
    this.clock = clock;
    this.due = due;
    this.tasks = tasks;
    this.driver = driver;
    this.limiter = limiter;
    this.lastTurn = clock.instant();
    this.orphans = new OrphanSweep(database, writer, clock, driver);
    this.thread =
        new LoopThread(
            "taskagent-due",
            "process what is due",
            Level.WARNING,
            PAUSE_AFTER_TROUBLE,
            this::round);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.close();
  }

  private void round() throws InterruptedException {
    if (!turn()) {
      expectNext();
      due.await();
    }
  }

  @Override
  public boolean turn() {
    shortenWaits();
    orphans.sweep();
    return deadlines() + sagas() > 0;
  }

  /** Notices that the clock was set back. */
  private void shortenWaits() {
    var now = clock.instant();
    if (now.isBefore(lastTurn)) {
      writer.write(transaction -> StoredWaits.shorten(transaction, now));
    }
    lastTurn = now;
  }

  private int deadlines() {
    var ids =
        database.list(
            "SELECT id FROM task WHERE due_at <= ? ORDER BY due_at LIMIT " + BATCH,
            row -> new TaskId(row.getString(1)),
            clock.instant());
    var answers = new ArrayList<CompletableFuture<Boolean>>();
    for (var id : ids) {
      answers.add(
          writer
              .submit(transaction -> tasks.deadlineReached(transaction, id))
              .exceptionallyCompose(e -> setAside(id, e)));
    }
    return joined(answers);
  }

  /** Postpones a task that cannot be read, because the others must become overdue. */
  private CompletableFuture<Boolean> setAside(TaskId id, Throwable why) {
    if (why instanceof Unavailable) {
      return CompletableFuture.failedFuture(why);
    }
    LOG.log(System.Logger.Level.ERROR, () -> "cannot process the deadline of task " + id, why);
    return writer.submit(
        transaction -> {
          transaction.update(
              "UPDATE task SET due_at = ? WHERE id = ?",
              clock.instant().plus(SET_ASIDE),
              id.value());
          return false;
        });
  }

  private int sagas() {
    int most = Math.min(BATCH, limiter.free());
    var ids =
        database.list(
            "SELECT id FROM workflow WHERE wake_at BETWEEN 0 AND ? AND "
                + known
                + " ORDER BY wake_at LIMIT "
                + most,
            row -> new RunId(row.getString(1)),
            clock.instant());
    var answers = new ArrayList<CompletableFuture<Boolean>>();
    for (var id : ids) {
      limiter.take().ifPresent(permit -> answers.add(driveOn(id, permit)));
    }
    return joined(answers);
  }

  private CompletableFuture<Boolean> driveOn(RunId id, Permit permit) {
    return writer
        .submit(transaction -> driveOn(transaction, id, permit))
        .handle(
            (reached, failure) -> {
              if (failure == null) {
                driver.goOn(reached, Optional.of(permit));
                return true;
              }
              permit.close();
              if (failure instanceof RuntimeException why && !(why instanceof Unavailable)) {
                threads.start(
                    "defect-" + id, () -> driver.defect(id, why)); // the writer must not wait
                return true;
              }
              throw new CompletionException(failure);
            });
  }

  private Optional<Reached> driveOn(Transaction transaction, RunId id, Permit permit)
      throws SQLException {
    var row =
        transaction.first(
            "SELECT" + WorkflowRow.COLUMNS + "WHERE id = ? AND wake_at BETWEEN 0 AND ?",
            rows,
            id.value(),
            clock.instant());
    if (row.isEmpty()) {
      return Optional.empty(); // it was cancelled in the meantime
    }
    var found = row.get();
    return Optional.of(
        driver.advance(transaction, found, found.cancelRequested(), Optional.of(permit)));
  }

  private void expectNext() {
    next("SELECT min(due_at) FROM task WHERE due_at IS NOT NULL");
    if (limiter.free() > 0) { // otherwise a due saga can only wait for a slot
      next("SELECT min(wake_at) FROM workflow WHERE wake_at >= 0 AND " + known);
    }
  }

  private void next(String sql) {
    database
        .first(
            sql,
            row -> {
              long millis = row.getLong(1);
              return row.wasNull() ? Optional.<Long>empty() : Optional.of(millis);
            })
        .flatMap(next -> next)
        .ifPresent(millis -> due.expect(Instant.ofEpochMilli(millis)));
  }

  private int joined(List<CompletableFuture<Boolean>> answers) {
    answers.forEach(writer::await);
    return answers.size();
  }
}
