package taskagent.view;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import taskagent.domain.port.Unavailable;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Feed.Entry;
import taskagent.domain.view.Feed.Position;
import taskagent.view.Rebuild.Stopped;

/**
 * The only thread that writes to the view. It takes changes from the engine's log in batches, reads
 * what they name as it is now, and writes rows, counts and position in one transaction. So a batch
 * can be applied twice, and a crash loses nothing.
 */
final class Projector implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Projector.class.getName());

  /** The most changes in a transaction. */
  private static final int BATCH = 2_000;

  /** How long changes are gathered, so that they share a transaction. */
  private static final Duration GATHER = Duration.ofMillis(20);

  /**
   * How long changes are gathered while there are many. A larger transaction writes less for each
   * of them, and a run that changes again meanwhile is read and written once.
   */
  private static final Duration GATHER_MANY = Duration.ofMillis(200);

  /** How many changes in a transaction are many. */
  private static final int MANY = 100;

  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

  private final ViewFile file;
  private final Changes changes;
  private final Rebuild rebuild;
  private final Tail tail;
  private final LongAdder rebuilds = new LongAdder();
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition applied = lock.newCondition();
  private long batches;
  private @Nullable Session session;
  private long position;
  private boolean troubled;
  private boolean many;

  /** True if this process has written the position, so that it is one of this log. */
  private boolean own;

  private volatile @Nullable HikariDataSource readers;
  private volatile boolean damaged;
  private volatile boolean closing;

  Projector(ViewFile file, Changes changes, Tail tail) {
    this.file = file;
    this.tail = tail;
    this.changes = changes;
    this.rebuild = new Rebuild(file, changes, () -> closing);
    this.thread = Thread.ofPlatform().name("taskagent-view").daemon().unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Returns connections for reading; empty while the view is being built. */
  Optional<HikariDataSource> readers() {
    return Optional.ofNullable(readers);
  }

  /** Returns how often the view was built since the start. */
  long rebuilds() {
    return rebuilds.sum();
  }

  /** A reader has found the file damaged: it is made anew. */
  void damaged() {
    damaged = true;
  }

  /** Returns how many batches were applied. */
  long batches() {
    lock.lock();
    try {
      return batches;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until more batches were applied, or the time is over. */
  void awaitBatch(long moreThan, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (batches <= moreThan && left > 0) {
        left = applied.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSES_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeFile();
  }

  private void loop() {
    while (!closing) {
      try {
        boolean more = turn();
        troubled = false;
        if (!more) {
          changes.await(position, IDLE);
          Thread.sleep(many ? GATHER_MANY : GATHER);
        }
      } catch (Unavailable e) { // of the engine
        LOG.log(DEBUG, "cannot read the changes: {0}", e.reason());
        pause();
      } catch (SQLException e) {
        failed(e);
        pause();
      } catch (IOException e) {
        warn(Failures.reason(e));
        pause();
      } catch (InterruptedException | Stopped e) {
        return; // closing
      } catch (RuntimeException e) { // a defect, perhaps of what the file has
        LOG.log(closing ? DEBUG : ERROR, "cannot write the lists", e);
        damaged = true;
        pause();
      }
    }
  }

  /** Applies a batch. Returns true if there may be another one. */
  boolean turn() throws SQLException, IOException, Stopped {
    var open = session;
    if (damaged || open == null) {
      open = open();
    }
    var batch = changes.after(position, BATCH);
    if (batch.isEmpty()) {
      open = build("the change log does not reach back to them");
      batch = changes.after(position, BATCH);
    }
    boolean more = batch.isPresent() && batch.get().size() == BATCH;
    many = batch.isPresent() && batch.get().size() >= MANY;
    if (batch.isPresent() && !batch.get().isEmpty()) {
      apply(open, batch.get());
    }
    if (!more && readers == null) {
      readers = file.reading();
    }
    return more;
  }

  private void apply(Session open, List<Change> log) throws SQLException {
    var batch = Batch.read(changes, log);
    var entries = batch.write(open);
    open.connection().commit();
    position = batch.last();
    changes.readUpTo(position);
    tail.append(told(entries), position);
    signalApplied();
  }

  /**
   * Returns what clients are told. An entry without a difference says nothing new, because the view
   * has read that state before; but a client that comes from another process may not know it, and
   * is told again.
   */
  private List<Entry> told(List<Entry> entries) {
    return entries.stream()
        .flatMap(
            entry ->
                (entry.changes()
                        ? Optional.of(entry)
                        : tail.again(entry).filter(_ -> changes.shared()))
                    .stream())
        .toList();
  }

  private void signalApplied() {
    lock.lock();
    try {
      batches++;
      applied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Opens the file, or makes it anew if it cannot be continued. */
  private Session open() throws SQLException, IOException, Stopped {
    closeFile();
    if (damaged) {
      return build("their file is damaged");
    }
    if (!file.exists()) {
      return build("there is no file of them");
    }
    try {
      var open = new Session(file.writing());
      session = open;
      if (!ViewSchema.complete(open)) {
        return build("their file is incomplete, or of another version");
      }
      if (!continues(open)) {
        return build("they belong to another database, or are too old");
      }
      changes.readUpTo(position);
      own = true;
      if (!tail.position().equals(new Position(changes.epoch(), position))) {
        tail.restart(changes.epoch(), position);
      }
      return open;
    } catch (SQLException e) {
      if (!Failures.unusable(e)) {
        throw e;
      }
      return build("their file is damaged");
    }
  }

  private boolean continues(Session open) throws SQLException {
    var epoch = open.first("SELECT epoch FROM position", row -> row.getString(1)).orElse("");
    position = open.number("SELECT seq FROM position", List.of());
    open.connection().rollback();
    return epoch.equals(changes.epoch()) && (own || changes.continues(position));
  }

  private Session build(String why) throws SQLException, IOException, Stopped {
    closeFile();
    long begin = changes.last(); // nothing is deleted while the engine cannot be read
    damaged = false;
    rebuilds.increment();
    rebuild.run(why, begin);
    var open = new Session(file.writing());
    session = open;
    position = open.number("SELECT seq FROM position", List.of());
    open.connection().rollback();
    own = true;
    tail.restart(changes.epoch(), position);
    return open;
  }

  private void failed(SQLException e) {
    warn(Failures.name(e));
    if (Failures.unusable(e)) {
      damaged = true;
    } else {
      reopen();
    }
  }

  /** Gives the transaction up. The next turn opens the file again. */
  void reopen() {
    closeFile();
  }

  /** Warns once until it works again. */
  private void warn(String why) {
    LOG.log(troubled || closing ? DEBUG : WARNING, "cannot write the lists: {0}", why);
    troubled = true;
  }

  private void closeFile() {
    var pool = readers;
    readers = null;
    if (pool != null) {
      pool.close();
    }
    var open = session;
    session = null;
    if (open != null) {
      try (var connection = open.connection()) {
        connection.rollback();
      } catch (SQLException e) {
        LOG.log(DEBUG, "cannot close the file of the lists: {0}", Failures.name(e));
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_TROUBLE);
    } catch (InterruptedException e) {
      closing = true;
    }
  }
}
