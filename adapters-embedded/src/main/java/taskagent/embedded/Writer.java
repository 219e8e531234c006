package taskagent.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import taskagent.domain.port.Unavailable;

/**
 * The one thread that writes. It takes all the work that is waiting into one transaction and
 * commits it with one fsync (group commit); whoever handed work in hears of it when it is durable.
 * Work in a group is isolated by savepoints: one that fails changes nothing and harms no other.
 */
final class Writer implements Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  /**
   * How much work may wait. Beyond it the answer is "too much load", while it can be given fast.
   */
  private static final int QUEUE = 8192;

  /** How much work shares a commit: enough to share the fsync, short enough not to be felt. */
  private static final int GROUP = 256;

  /** How long the log may grow, in pages of 4 KiB, before it is copied into the database. */
  private static final int CHECKPOINT_PAGES = 8_000;

  private static final Duration REOPEN_AFTER = Duration.ofMillis(200);

  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

  private final DataSource database;
  private final Threads threads;
  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder commits = new LongAdder();
  private final LongAdder works = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;

  /** Something to do in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  /** An SQLException on its way through code that cannot declare it. */
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

  private record Job<T>(Work<T> work, CompletableFuture<T> answer) {}

  Writer(DataSource database, Threads threads) {
    this.database = database;
    this.threads = threads;
    this.thread = Thread.ofPlatform().name("taskagent-writer").daemon().unstarted(this::loop);
  }

  @Override
  public void start() {
    thread.start();
  }

  /**
   * Does the work; returns when it is durable.
   *
   * @throws Unavailable if it could not be written
   */
  <T> T write(Work<T> work) {
    return await(submit(work));
  }

  /**
   * Waits until the work that was handed in is durable.
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
   * Hands the work in. The answer comes, on the writer's thread, when the work is durable.
   *
   * @throws Unavailable if too much work is waiting
   */
  <T> CompletableFuture<T> submit(Work<T> work) {
    var job = new Job<>(work, new CompletableFuture<T>());
    if (closing) {
      throw Unavailable.outOfReach("the engine is shutting down");
    }
    if (!queue.offer(job)) {
      throw Unavailable.overloaded("more is to be written than the database can take");
    }
    return job.answer();
  }

  /** How much work waits. */
  int waiting() {
    return queue.size();
  }

  /** How many commits there were. */
  long commits() {
    return commits.sum();
  }

  /** How much work was committed. */
  long works() {
    return works.sum();
  }

  /** Finishes what was handed in, within reason, and stops. */
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
      } catch (SQLException e) { // its group has been told; what comes next may succeed
        LOG.log(System.Logger.Level.WARNING, "cannot write: {0}", Sql.reason(e));
      }
    }
  }

  /** Commits what waits, over a connection of its own. */
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
      failAll(group, Sql.unavailable(e)); // those that have heard already hear nothing new
    }
    return true;
  }

  /** There is no connection to be had. */
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
      // A page that changes often is then copied to the database once for many commits.
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
      LOG.log(System.Logger.Level.DEBUG, "the writer is not stopped by interrupts");
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
      // Nothing of the group is durable. Its database may be in any state: begin afresh.
      failAll(group, Sql.unavailable(e));
      rollback(connection);
      throw e;
    }
    commits.increment();
    works.add(group.size());
    done.forEach(Runnable::run);
  }

  /** Does one job's work, and returns how to tell of it once the group is durable. */
  private static <T> Runnable attempt(Transaction transaction, Job<T> job) throws SQLException {
    transaction.update("SAVEPOINT work");
    RuntimeException failure;
    try {
      T result = job.work().in(transaction);
      transaction.update("RELEASE work");
      return () -> job.answer().complete(result);
    } catch (SQLException e) {
      failure = unlessHarmful(e);
    } catch (Failed e) {
      failure = unlessHarmful(e.sql());
    } catch (RuntimeException e) {
      failure = e;
    }
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
