package taskagent.embedded;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks at the database's files once a second. Ends the engine's work if they are deleted, replaced
 * or cut by others. Keeps the marker of the write-ahead log, and warns if the log becomes long.
 */
final class FileGuard implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(FileGuard.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Four times the length at which the writer lets SQLite copy the log to the database. */
  private static final long LONG_LOG = 128L << 20;

  /** SQLite may just be changing the length of the file. */
  private static final int SHORT_TIMES = 5;

  private final OpenFiles files;
  private final Writer writer;
  private final LoopThread thread;
  private Consumer<String> lost = _ -> {};
  private long warnAt = LONG_LOG;
  private long longest;
  private int shorter;

  FileGuard(OpenFiles files, Writer writer) {
    this.files = files;
    this.writer = writer;
    this.thread =
        new LoopThread("taskagent-files", "look at the files", Level.DEBUG, EVERY, this::round);
  }

  /** Starts; the action is called once if the files are lost. */
  void start(Consumer<String> whenLost) {
    lost = whenLost;
    thread.start();
  }

  /** Does not wait for the thread, which may be the one that closes the engine. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void round() throws InterruptedException {
    if (look()) {
      Thread.sleep(EVERY);
    } else {
      thread.end();
      lost.accept(files.lost().orElseThrow());
    }
  }

  /** Returns false if the files are lost. */
  private boolean look() {
    try {
      if (files.checkAll().isPresent() || changed()) {
        return false;
      }
      warn(files.logLength());
      if (files.marker().isPresent()) {
        files.marker().get().renew(writer);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot look at the files: {0}", e.toString());
    }
    return files.lost().isEmpty();
  }

  /** Returns true if somebody has changed the content of the database file. */
  private boolean changed() throws IOException {
    long length = files.databaseLength();
    var header = files.header();
    if (header.isPresent() && files.marker().filter(m -> m.foreign(header.get())).isPresent()) {
      files.lose(files.database(), "overwritten with another database. Restore a backup");
    }
    // SQLite makes the file shorter only after it has written a header that says so.
    boolean cut = header.isEmpty() || length < Math.min(header.get().bytes(), longest);
    longest = Math.max(cut ? longest : 0, length);
    shorter = cut ? shorter + 1 : 0;
    if (shorter >= SHORT_TIMES) {
      files.lose(files.database(), "cut or overwritten. Restore a backup");
    }
    return files.lost().isPresent();
  }

  private void warn(long length) {
    if (length < LONG_LOG) {
      warnAt = LONG_LOG;
    } else if (length >= warnAt) {
      warnAt = 2 * length;
      LOG.log(
          System.Logger.Level.WARNING,
          "the write-ahead log has {0} MB, because a program has been reading the database for"
              + " long; it becomes short again when that program ends",
          length >> 20);
    }
  }
}
