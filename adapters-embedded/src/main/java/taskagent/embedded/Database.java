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
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import taskagent.domain.port.Unavailable;
import taskagent.json.UnreadableDocument;

/**
 * The SQLite file: WAL, so that readers and the writer do not wait for each other, and
 * synchronous=FULL, so that a commit is on the disk when it returns.
 */
final class Database implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Database.class.getName());
  static final String FILE = "taskagent.db";

  /**
   * Reads are short and mostly from memory; more connections than this would only wait for cores.
   */
  private static final int READERS = 4;

  private static final int BUSY_TIMEOUT_MILLIS = 2_000;

  private final FileChannel lockFile;
  private final DataSource writing;
  private final HikariDataSource reading;

  private Database(FileChannel lockFile, DataSource writing, HikariDataSource reading) {
    this.lockFile = lockFile;
    this.writing = writing;
    this.reading = reading;
  }

  /**
   * Opens the database in a folder, making both if need be.
   *
   * @param seen what to make of the writer's data source; tests put faults in
   * @throws DatabaseUnusable if that cannot be done, and says why
   */
  static Database open(Path folder, UnaryOperator<DataSource> seen) {
    return open(folder, seen, true);
  }

  /** As above, if this very version made it; to find that out takes longest. */
  static Database reopen(Path folder, UnaryOperator<DataSource> seen) {
    return open(folder, seen, false);
  }

  private static Database open(Path folder, UnaryOperator<DataSource> seen, boolean mayBeOld) {
    var lock = lock(folder);
    try {
      unpackNativeLibraryIn(folder.resolve("native"));
      var file = folder.resolve(FILE);
      var source = source(file);
      if (mayBeOld) {
        migrate(file, source);
      }
      return new Database(lock, seen.apply(source), pool(source));
    } catch (HikariPool.PoolInitializationException e) {
      closeQuietly(lock);
      throw new DatabaseUnusable(folder.resolve(FILE) + " cannot be read: " + reason(e) + ".", e);
    } catch (RuntimeException e) {
      closeQuietly(lock);
      throw e;
    }
  }

  /** For the one writer. */
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

  /** SQLite has no checksums: a page of text may be anything without its taking notice. */
  private static Unavailable damaged(UnreadableDocument e) {
    LOG.log(System.Logger.Level.WARNING, "the database is damaged: {0}", e.getMessage());
    return Unavailable.outOfReach("a document in the database cannot be read");
  }

  @Override
  public void close() {
    reading.close();
    closeQuietly(lockFile);
  }

  /** One process a folder: two engines on one file would drive each saga twice. */
  private static FileChannel lock(Path folder) {
    @Nullable FileLock lock;
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("taskagent.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
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

  /**
   * The driver unpacks SQLite's library at each start and leaves it behind when the process is
   * killed. Here it lies in a folder of our own, which is emptied.
   */
  private static void unpackNativeLibraryIn(Path folder) {
    try {
      Files.createDirectories(folder);
      try (var old = Files.list(folder)) {
        for (var file : old.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new DatabaseUnusable("The folder " + folder + " cannot be written.", e);
    }
    System.setProperty("org.sqlite.tmpdir", folder.toAbsolutePath().toString());
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
    config.setGetGeneratedKeys(false); // it would ask for the row id after each insert
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-32000"); // KiB
    config.setJournalSizeLimit(64 << 20); // a checkpoint that fell behind gives its disk back
    var source = new SQLiteDataSource(config);
    // As a URI, since the driver would take what follows a question mark in a path for settings.
    source.setUrl("jdbc:sqlite:" + file.toUri());
    return source;
  }

  private static HikariDataSource pool(SQLiteDataSource source) {
    var config = new HikariConfig();
    config.setDataSource(source);
    config.setConnectionInitSql("PRAGMA query_only = ON"); // only the writer writes
    config.setPoolName("taskagent-readers");
    config.setMaximumPoolSize(READERS);
    config.setConnectionTimeout(5_000);
    config.setMaxLifetime(0); // a file does not hang up
    return new HikariDataSource(config);
  }

  private static void migrate(Path file, DataSource source) {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:taskagent/embedded/migration")
          .ignoreMigrationPatterns(new String[0]) // also not those of a later version
          .load()
          .migrate();
    } catch (FlywayValidateException e) {
      throw new DatabaseUnusable(
          file
              + " was written by another version of Task Agent than this one, probably a newer."
              + " Use that version, or choose another folder with --data.",
          e);
    } catch (FlywayException e) {
      throw new DatabaseUnusable(file + " cannot be used: " + reason(e) + ".", e);
    }
  }

  private static String reason(Throwable e) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        return Sql.reason(sql);
      }
    }
    return "it could not be brought up to date";
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a lock file was closed already", e);
    }
  }
}
