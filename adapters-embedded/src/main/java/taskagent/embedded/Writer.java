package taskagent.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;

/**
 * The only thread that writes. It puts all waiting work into one transaction and commits it with
 * one fsync (group commit). The caller gets its answer when the work is durable. Each work in a
 * group has a savepoint, so one that fails changes nothing and does not affect the others.
 */
final class Writer implements Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  /** The most work that may wait. More is refused at once, because of overload. */
  private static final int QUEUE = 8192;

  /** The most work in a commit: enough to share the fsync, and short enough for a quick answer. */
  private static final int GROUP = 256;

  /** The length of the write-ahead log, in pages of 4 KiB, that starts a checkpoint. */
  private static final int CHECKPOINT_PAGES = 8_000;

  private static final Duration REOPEN_AFTER = Duration.ofMillis(200);

  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

  private final DataSource database;
  private final OpenFiles files;
  private final Threads threads;
  private final ActivityReporter reporter;
  private final CommitSignal signal;
  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder commits = new LongAdder();
  private final LongAdder works = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  /** Carries an SQLException through code that cannot declare it. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException sql;

    Failed(SQLException sql) {
      super(sql);
      this.sql = sql;
    }

    SQLException sql() {
      return sql;
    }
  }

  private record Job<T>(Work<T> work, Optional<String> trace, CompletableFuture<T> answer) {}

  Writer(Database database, Threads threads, ActivityReporter reporter, CommitSignal signal) {
    this.database = database.writing();
    this.files = database.files();
    this.threads = threads;
    this.reporter = reporter;
    this.signal = signal;
    this.thread = Thread.ofPlatform().name("taskagent-writer").daemon().unstarted(this::loop);
  }

  @Override
  public void start() {
    thread.start();
  }

  /**
   * Does the work, and returns when it is durable.
   *
   * @throws Unavailable if it could not be written
   */
  <T> T write(Work<T> work) {
    return await(submit(work));
  }

  /**
   * Waits until submitted work is durable.
   *
   * @throws Unavailable if it could not be written
   */
  <T> T await(CompletableFuture<T> answer) {
    try {
      return threads.join(answer);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Submits the work, which keeps the caller's trace. The writer's thread completes the answer when
   * the work is durable.
   *
   * @throws Unavailable if too much work is waiting
   */
  <T> CompletableFuture<T> submit(Work<T> work) {
    var job = new Job<>(work, Trace.here(), new CompletableFuture<T>());
    if (closing) {
      throw Unavailable.outOfReach("the engine is shutting down");
    }
    if (files.lost().isPresent()) {
      throw lost();
    }
    if (!queue.offer(job)) {
      throw Unavailable.overloaded("the database cannot keep up with the writes");
    }
    return job.answer();
  }

  /** Returns how much work waits. */
  int waiting() {
    return queue.size();
  }

  /** Returns the number of commits. */
  long commits() {
    return commits.sum();
  }

  /** Returns how much work was committed. */
  long works() {
    return works.sum();
  }

  /** Finishes the submitted work, waits for it a few seconds, and stops. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSES_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!(closing && queue.isEmpty())) {
      try (var connection = open()) {
        groups(connection);
      } catch (CannotOpen e) {
        LOG.log(System.Logger.Level.WARNING, "cannot open the database: {0}", Sql.reason(e));
        failAll(take(REOPEN_AFTER), Sql.unavailable(e));
      } catch (SQLException e) { // its group has its answer; the next may succeed
        LOG.log(System.Logger.Level.WARNING, "cannot write to the database: {0}", Sql.reason(e));
      }
    }
  }

  /** Commits the waiting work over a new connection. */
  @Override
  public boolean turn() {
    var group = take(Duration.ZERO);
    if (group.isEmpty()) {
      return false;
    }
    try (var connection = open()) {
      connection.setAutoCommit(false);
      commit(connection, new Transaction(connection), group);
    } catch (SQLException e) {
      failAll(group, Sql.unavailable(e)); // an answer that is complete stays as it is
    }
    return true;
  }

  /** The database cannot be opened. */
  private static final class CannotOpen extends SQLException {
    private static final long serialVersionUID = 1L;

    CannotOpen(SQLException cause) {
      super(cause);
    }
  }

  private Connection open() throws CannotOpen {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw new CannotOpen(e);
    }
  }

  private void groups(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      // Rare checkpoints, because each copies a page that changes often only once.
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    connection.setAutoCommit(false);
    var transaction = new Transaction(connection);
    while (!(closing && queue.isEmpty())) {
      var group = take(Duration.ofMillis(100));
      if (!group.isEmpty()) {
        commit(connection, transaction, group);
      }
    }
  }

  private List<Job<?>> take(Duration patience) {
    var group = new ArrayList<Job<?>>();
    try {
      var first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        group.add(first);
        queue.drainTo(group, GROUP - 1);
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "an interrupt does not stop the writer");
    }
    return group;
  }

  private void commit(Connection connection, Transaction transaction, List<Job<?>> group)
      throws SQLException {
    var done = new ArrayList<Runnable>();
    try {
      for (var job : group) {
        done.add(attempt(transaction, job));
      }
      connection.commit();
    } catch (SQLException e) {
      // The group is not durable, as far as is known. The connection may be broken, so open
      // another.
      failAll(group, Sql.unavailable(e));
      rollback(connection);
      throw e;
    }
    if (files.check().isPresent()) { // the next start would not find it
      transaction.takeReports();
      failAll(group, lost());
      return;
    }
    commits.increment();
    works.add(group.size());
    reporter.committed(transaction.takeReports());
    done.forEach(Runnable::run);
    signal.committed();
  }

  private static Unavailable lost() {
    return Unavailable.outOfReach("the database file was deleted or replaced");
  }

  /** Does the work of a job. Returns what completes its answer once the group is durable. */
  private static <T> Runnable attempt(Transaction transaction, Job<T> job) throws SQLException {
    transaction.update("SAVEPOINT work");
    int reports = transaction.reports();
    RuntimeException failure;
    try {
      T result = Trace.within(job.trace(), () -> job.work().in(transaction));
      transaction.update("RELEASE work");
      return () -> job.answer().complete(result);
    } catch (SQLException e) {
      failure = unlessHarmful(e);
    } catch (Failed e) {
      failure = unlessHarmful(e.sql());
    } catch (RuntimeException e) {
      failure = e;
    }
    transaction.forgetReports(reports);
    transaction.update("ROLLBACK TO work");
    transaction.update("RELEASE work");
    var failed = failure;
    return () -> job.answer().completeExceptionally(failed);
  }

  private static Failed unlessHarmful(SQLException e) throws SQLException {
    if (!Sql.harmless(e)) {
      throw e;
    }
    return new Failed(e);
  }

  private static void failAll(List<Job<?>> group, RuntimeException why) {
    group.forEach(job -> job.answer().completeExceptionally(why));
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "SQLite had rolled back: {0}", Sql.reason(e));
    }
  }
}
