package taskagent.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The files of the database while it is open. A file that somebody deletes, moves or replaces stays
 * open, so SQLite does not notice, and the next start does not find what is written to it.
 */
final class OpenFiles implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(OpenFiles.class.getName());

  private final Path database;
  private final Path log;

  /** The database. It is closed last, because closing it ends SQLite's locks. */
  private final FileChannel channel;

  /** While it is open, SQLite does not delete the log. */
  private final Connection connection;

  private final Optional<LogMarker> marker;

  /** The identity of each file; empty where the file system has none. */
  private final Map<Path, Optional<Object>> opened = new LinkedHashMap<>();

  private volatile @Nullable String lost;

  private OpenFiles(
      Path folder, FileChannel channel, Connection connection, Optional<LogMarker> marker)
      throws IOException {
    this.database = folder.resolve(Database.FILE);
    this.log = log(folder);
    this.channel = channel;
    this.connection = connection;
    this.marker = marker;
    var shared = folder.resolve(Database.FILE + "-shm");
    for (var file : List.of(database, log, shared, folder.resolve(Database.LOCK))) {
      opened.put(file, key(file));
    }
  }

  /**
   * Opens the files.
   *
   * @param marked true to mark that the log belongs to the database
   * @throws DatabaseUnusable if this is not possible
   */
  static OpenFiles of(Path folder, DataSource source, boolean marked) {
    var file = folder.resolve(Database.FILE);
    @Nullable Connection connection = null;
    @Nullable FileChannel channel = null;
    try {
      connection = source.getConnection();
      try (var statement = connection.createStatement()) {
        statement.executeQuery("SELECT 1 FROM sqlite_schema").close(); // opens the log
      }
      channel = FileChannel.open(file, StandardOpenOption.READ);
      Optional<LogMarker> marker =
          marked ? Optional.of(LogMarker.begin(folder, channel, connection)) : Optional.empty();
      return new OpenFiles(folder, channel, connection, marker);
    } catch (SQLException | IOException e) {
      close(connection);
      close(channel);
      var reason = e instanceof SQLException sql ? Sql.reason(sql) : e.toString();
      throw new DatabaseUnusable(file + " cannot be read: " + reason + ".", e);
    }
  }

  /** Returns the path of the write-ahead log of a folder's database. */
  static Path log(Path folder) {
    return folder.resolve(Database.FILE + "-wal");
  }

  Path database() {
    return database;
  }

  /** Returns the length of the database file. */
  long databaseLength() throws IOException {
    return channel.size();
  }

  /** Returns the header of the database file; empty if it is no database any more. */
  Optional<DatabaseHeader> header() throws IOException {
    return DatabaseHeader.read(channel);
  }

  /** Returns the length of the write-ahead log. */
  long logLength() throws IOException {
    return Files.size(log);
  }

  Optional<LogMarker> marker() {
    return marker;
  }

  /** Returns why the next start would not find what is written now, if a check has found it so. */
  Optional<String> lost() {
    return Optional.ofNullable(lost);
  }

  /** Checks the files that hold data, as after each commit. */
  Optional<String> check() {
    return check(List.of(database, log));
  }

  /** Checks all files. */
  Optional<String> checkAll() {
    return check(List.copyOf(opened.keySet()));
  }

  private Optional<String> check(List<Path> files) {
    for (var file : files) {
      change(file)
          .ifPresent(
              change -> lose(file, change + ", so the next start would not find what is written"));
    }
    return lost();
  }

  /** Notes that others have changed a file. */
  synchronized void lose(Path file, String change) {
    if (lost == null) {
      lost = file + " was " + change + ". The server ends.";
      LOG.log(System.Logger.Level.ERROR, "{0}", lost);
      if (change(log).isPresent() && change(database).isEmpty()) {
        rescue();
      }
    }
  }

  /** Copies the log, which is open although it was deleted, to the database. */
  private void rescue() {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      if (row.next() && row.getInt(2) == row.getInt(3)) {
        LOG.log(System.Logger.Level.INFO, "what {0} had was copied to the database", log);
        return;
      }
      LOG.log(System.Logger.Level.ERROR, "what {0} had was copied only in part", log);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot copy what {0} had: {1}", log, Sql.reason(e));
    }
  }

  private Optional<String> change(Path file) {
    try {
      return key(file).equals(opened.get(file)) ? Optional.empty() : Optional.of("replaced");
    } catch (NoSuchFileException e) {
      return Optional.of("deleted or moved");
    } catch (IOException e) { // nobody knows; SQLite itself reports a disk that fails
      LOG.log(System.Logger.Level.DEBUG, "cannot look at {0}: {1}", file, e.toString());
      return Optional.empty();
    }
  }

  private static Optional<Object> key(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /** Closes the last connection; SQLite then copies the log to the database, and deletes it. */
  @Override
  public void close() {
    close(connection);
    close(channel);
    marker.ifPresent(LogMarker::end);
  }

  private static void close(@Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) { // a connection throws others than a file
      LOG.log(System.Logger.Level.DEBUG, "cannot close a file: {0}", e.toString());
    }
  }
}
