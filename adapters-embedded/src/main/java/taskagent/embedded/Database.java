package taskagent.embedded;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import taskagent.domain.port.Unavailable;
import taskagent.json.UnreadableDocument;

/**
 * The SQLite file. With WAL, readers and the writer do not wait for each other. With
 * synchronous=FULL, a commit is on the disk when it returns.
 */
final class Database implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Database.class.getName());
  static final String FILE = "taskagent.db";

  /** The name of the file that a server locks. */
  static final String LOCK = "taskagent.lock";

  /** Reads are short and mostly from memory. More connections would only wait for cores. */
  private static final int READERS = 4;

  /** A file of which rebuilding takes a second. */
  private static final long LARGE = 100L << 20;

  private static final int BUSY_TIMEOUT_MILLIS = 2_000;

  private final FileChannel lockFile;
  private final DataSource writing;
  private final HikariDataSource reading;
  private final OpenFiles open;
  private final boolean checked;

  private Database(
      FileChannel lockFile,
      DataSource writing,
      HikariDataSource reading,
      OpenFiles open,
      boolean checked) {
    this.lockFile = lockFile;
    this.writing = writing;
    this.reading = reading;
    this.open = open;
    this.checked = checked;
  }

  /**
   * Opens the database in a folder. Creates both if necessary.
   *
   * @param seen wraps the writer's data source; tests inject faults
   * @throws DatabaseUnusable if this is not possible; the message says why
   */
  static Database open(Path folder, UnaryOperator<DataSource> seen) {
    return open(folder, seen, true);
  }

  /** Like {@code open}, but for tests: without what makes a start take long. */
  static Database reopen(Path folder, UnaryOperator<DataSource> seen) {
    return open(folder, seen, false);
  }

  private static Database open(Path folder, UnaryOperator<DataSource> seen, boolean asServer) {
    var lock = lock(folder);
    try {
      completeRestore(folder);
      boolean unclean = asServer && LogMarker.unclean(folder);
      NativeLibrary.load(Optional.of(folder));
      var file = folder.resolve(FILE);
      var source = source(file);
      if (unclean) {
        IntegrityCheck.run(file, source);
      }
      if (asServer) {
        Schema.migrate(file, source);
        makeShrinkable(file, source);
      }
      var open = OpenFiles.of(folder, source, asServer);
      return new Database(lock, seen.apply(source), pool(source), open, unclean);
    } catch (HikariPool.PoolInitializationException e) {
      closeQuietly(lock);
      throw new DatabaseUnusable(
          folder.resolve(FILE) + " cannot be read: " + Sql.reason(e) + ".", e);
    } catch (RuntimeException e) {
      closeQuietly(lock);
      throw e;
    }
  }

  /** Returns the data source of the only writer. */
  DataSource writing() {
    return writing;
  }

  /**
   * Reads the first row of a query, if there is one.
   *
   * @throws Unavailable if the database cannot be read
   */
  <T> Optional<T> first(String sql, Transaction.Row<T> row, Object... values) {
    try (var connection = reading.getConnection()) {
      return new Transaction(connection).first(sql, row, values);
    } catch (SQLException e) {
      throw Sql.unavailable(e);
    } catch (UnreadableDocument e) {
      throw damaged(e);
    }
  }

  /**
   * Reads all rows of a query.
   *
   * @throws Unavailable if the database cannot be read
   */
  <T> List<T> list(String sql, Transaction.Row<T> row, Object... values) {
    try (var connection = reading.getConnection()) {
      return new Transaction(connection).list(sql, row, values);
    } catch (SQLException e) {
      throw Sql.unavailable(e);
    } catch (UnreadableDocument e) {
      throw damaged(e);
    }
  }

  /** Returns a connection that reads the database as it is now until it is released. */
  Connection snapshot() {
    try {
      var connection = reading.getConnection();
      try (var statement = connection.createStatement()) {
        statement.execute("BEGIN DEFERRED");
        statement.executeQuery("SELECT 1 FROM task LIMIT 1").close();
        return connection;
      } catch (SQLException e) {
        release(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw Sql.unavailable(e);
    }
  }

  /** Returns the connection of a snapshot to the pool. */
  static void release(Connection snapshot) {
    try (snapshot;
        var statement = snapshot.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot end a snapshot: {0}", Sql.reason(e));
    }
  }

  /** SQLite has no checksums, so it does not notice a damaged text. */
  private static Unavailable damaged(UnreadableDocument e) {
    return Unavailable.damaged("a document in the database cannot be read: " + e.getMessage());
  }

  /** Returns true if the database was checked, because its last server did not end in order. */
  boolean checked() {
    return checked;
  }

  /** Returns the files that are open. */
  OpenFiles files() {
    return open;
  }

  /** Closes the files, unless others have changed them: SQLite would delete a log that is new. */
  @Override
  public void close() {
    if (open.lost().isEmpty()) {
      reading.close();
      open.close();
      closeQuietly(lockFile);
    }
  }

  /** Locks the folder, because two engines on one file would drive each saga twice. */
  static FileChannel lock(Path folder) {
    @Nullable FileLock lock;
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(folder, e);
    } catch (IOException e) {
      throw new DatabaseUnusable(
          "The folder " + folder + " cannot be written. Choose another with --data.", e);
    }
    if (lock == null) {
      closeQuietly(channel);
      throw inUse(folder, null);
    }
    return channel;
  }

  private static void completeRestore(Path folder) {
    try {
      Restore.complete(folder)
          .ifPresent(
              old -> LOG.log(System.Logger.Level.INFO, "the replaced database is in {0}", old));
    } catch (IOException e) {
      throw new DatabaseUnusable(
          "A restore of the folder " + folder + " cannot be completed: " + e + ".", e);
    }
  }

  private static DatabaseUnusable inUse(Path folder, @Nullable Exception cause) {
    var message =
        "The folder "
            + folder
            + " is in use by another Task Agent. Stop it, or choose another folder with --data.";
    return cause == null ? new DatabaseUnusable(message) : new DatabaseUnusable(message, cause);
  }

  private static SQLiteDataSource source(Path file) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setGetGeneratedKeys(false); // it would query the row id after each insert
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-32000"); // KiB
    config.setJournalSizeLimit(64 << 20); // so that a long log does not keep its disk space
    var source = new SQLiteDataSource(config);
    // As a URI, because the driver reads settings after a question mark in a path.
    source.setUrl("jdbc:sqlite:" + file.toUri());
    return source;
  }

  /**
   * Lets the file become smaller when rows are removed. In a file of an older version, this moves
   * every page once.
   */
  private static void makeShrinkable(Path file, SQLiteDataSource source) {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("PRAGMA auto_vacuum")) {
        if (row.next() && row.getInt(1) != 0) {
          return;
        }
      }
      if (Files.size(file) > LARGE) {
        LOG.log(System.Logger.Level.INFO, "{0} is rebuilt once, so that it can shrink", file);
      }
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("VACUUM");
    } catch (SQLException | IOException e) { // the file works all the same, or is unusable
      LOG.log(System.Logger.Level.DEBUG, "the database cannot shrink: {0}", Sql.reason(e));
    }
  }

  private static HikariDataSource pool(SQLiteDataSource source) {
    var config = new HikariConfig();
    config.setDataSource(source);
    config.setConnectionInitSql("PRAGMA query_only = ON"); // only the writer writes
    config.setPoolName("taskagent-readers");
    config.setMaximumPoolSize(READERS);
    config.setConnectionTimeout(5_000);
    config.setMaxLifetime(0); // connections to a file do not break
    return new HikariDataSource(config);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot close the lock file", e);
    }
  }
}
