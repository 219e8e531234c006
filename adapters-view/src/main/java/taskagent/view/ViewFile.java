package taskagent.view;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The file of the view. It can be deleted at any time, so it is not written through to the disk at
 * each commit: after a power failure it has an earlier position, from which it continues.
 */
final class ViewFile {

  /** The name of the file. */
  static final String NAME = "view.db";

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int PAGE_BYTES = 8_192;

  /** Rare checkpoints, because each copies a page that changes often only once. */
  private static final String CHECKPOINT_PAGES = "4000";

  private static final String WRITER_CACHE = "-32000"; // KiB
  private static final String READER_CACHE = "-16000";

  private final Path file;

  ViewFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Deletes the file and what belongs to it. */
  void delete() throws IOException {
    for (var suffix : List.of("-wal", "-shm", "-journal", "")) {
      Files.deleteIfExists(file.resolveSibling(NAME + suffix));
    }
  }

  /** Returns when the content is on the disk. */
  void sync() throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Opens the file for the only writer. */
  Connection writing() throws SQLException {
    var connection = source(WRITER_CACHE, SQLiteConfig.JournalMode.WAL).getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Opens a new file for its first content. It is lost if the process ends meanwhile. */
  Connection filling() throws SQLException {
    return source(WRITER_CACHE, SQLiteConfig.JournalMode.OFF).getConnection();
  }

  /** Opens the file for readers. */
  HikariDataSource reading() {
    var config = new HikariConfig();
    config.setDataSource(source(READER_CACHE, SQLiteConfig.JournalMode.WAL));
    config.setConnectionInitSql("PRAGMA query_only = ON");
    config.setAutoCommit(false); // a page is read in one transaction
    config.setPoolName("taskagent-view-readers");
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2_000);
    config.setInitializationFailTimeout(-1); // a full disk fails lists, not the projector
    config.setMaxLifetime(0); // connections to a file do not break
    return new HikariDataSource(config);
  }

  private SQLiteDataSource source(String cache, SQLiteConfig.JournalMode journal) {
    var config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setJournalMode(journal);
    config.setSynchronous(
        journal == SQLiteConfig.JournalMode.WAL
            ? SQLiteConfig.SynchronousMode.NORMAL
            : SQLiteConfig.SynchronousMode.OFF);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setGetGeneratedKeys(false);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, cache);
    config.setJournalSizeLimit(64 << 20);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, CHECKPOINT_PAGES);
    var source = new SQLiteDataSource(config);
    // As a URI, because the driver reads settings after a question mark in a path.
    source.setUrl("jdbc:sqlite:" + file.toUri());
    return source;
  }
}
