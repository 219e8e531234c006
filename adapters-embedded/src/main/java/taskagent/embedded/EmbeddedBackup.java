package taskagent.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Makes and restores backups of the database. A backup is one SQLite file. It contains every write
 * that was acknowledged before the backup began. A server may run and write meanwhile.
 *
 * <p>After a restore the server continues each saga where it stood when the backup began. It sends
 * again, with the same keys, the notifications and events that it has sent since then.
 */
public final class EmbeddedBackup {

  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  private EmbeddedBackup() {}

  /**
   * Copies the database of a data folder to a new file, and verifies the copy.
   *
   * @return the size of the file in bytes
   * @throws BackupFailed if this is not possible; the file does not exist then
   */
  public static long backup(Path dataFolder, Path file) {
    var database = dataFolder.resolve(Database.FILE);
    if (!Files.isRegularFile(database)) {
      throw new BackupFailed(
          "The folder " + dataFolder + " has no database. Name the server's folder with --data.");
    }
    var target = file.toAbsolutePath().normalize();
    var folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BackupFailed("The folder " + folder + " does not exist. Create it first.");
    }
    if (Files.exists(target)) {
      throw exists(file);
    }
    var partial = Durable.partial(target);
    try {
      copy(database, partial, file);
      if (check(partial) != Schema.Version.USABLE) {
        throw new BackupFailed(
            "Another version of Task Agent uses "
                + database
                + ". Use that version for the backup.");
      }
      DatabaseHeader.clearStamp(partial); // it is not the file to which the server's log belongs
      Durable.sync(partial);
      Files.move(partial, target);
      Durable.sync(folder);
      return Files.size(target);
    } catch (Damaged e) {
      throw new BackupFailed(
          database + " is damaged: " + e.getMessage() + ". Restore an earlier backup.", e);
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    } finally {
      Durable.deleteIfExists(partial);
    }
  }

  /**
   * Puts a backup into a data folder, which need not exist. A database that is replaced is kept in
   * a folder of its own inside the data folder; a server can be started on that folder.
   *
   * @param replace true if a database that is there may be replaced
   * @return the folder with the replaced database, if there was one
   * @throws BackupFailed if this is not possible; nothing has changed then, unless the message says
   *     so
   */
  public static Optional<Path> restore(Path file, Path dataFolder, boolean replace) {
    checkBackup(file);
    refuseToReplace(dataFolder, replace); // before the lock, which creates the folder
    try (var _ = Database.lock(dataFolder)) {
      Optional<Path> _ = Restore.complete(dataFolder); // an earlier one that was interrupted
      refuseToReplace(dataFolder, replace);
      return Restore.put(file, dataFolder);
    } catch (DatabaseUnusable e) {
      throw new BackupFailed(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new BackupFailed(
          "The restore into " + dataFolder + " is incomplete: " + e + ". Try again.", e);
    }
  }

  private static void refuseToReplace(Path dataFolder, boolean replace) {
    if (!replace && Files.exists(dataFolder.resolve(Database.FILE))) {
      throw new BackupFailed(
          "The folder "
              + dataFolder
              + " has a database already. Choose another folder with --data, or say --replace.");
    }
  }

  /** SQLite copies what one read transaction sees, which does not block the server's writer. */
  private static void copy(Path database, Path partial, Path file) throws Damaged {
    try (var connection = reading(database, "").getConnection();
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, partial.toString());
      statement.execute();
    } catch (SQLException e) {
      if (e instanceof SQLiteException sqlite) {
        var code = SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
        switch (code) {
          case SQLITE_CORRUPT, SQLITE_NOTADB -> throw new Damaged(Sql.reason(e), e);
          case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN -> throw cannotWrite(file, e);
          default -> {}
        }
      }
      throw new BackupFailed("The backup failed: " + Sql.reason(e) + ". Try again.", e);
    }
  }

  private static void checkBackup(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BackupFailed("There is no file " + file + ". Name a file that backup has made.");
    }
    try {
      switch (check(file)) {
        case USABLE -> {}
        case FOREIGN ->
            throw new BackupFailed(
                file
                    + " was made by another version of Task Agent, probably a newer one."
                    + " Restore it with that version.");
        case NONE -> throw noBackup(file, "it is the database of another program", null);
      }
    } catch (Damaged e) {
      throw noBackup(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads the whole file, and changes nothing. */
  private static Schema.Version check(Path file) throws Damaged {
    checkHeader(file);
    // Immutable: SQLite takes no lock and creates no file beside this one.
    var source = reading(file, "?immutable=1");
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
      var result = rows.next() ? rows.getString(1) : "";
      if (!result.equals("ok")) {
        throw new Damaged("the database file is corrupt", new SQLException(result));
      }
      return Schema.version(source);
    } catch (SQLException e) {
      throw new Damaged(Sql.reason(e), e);
    } catch (FlywayException e) {
      throw new Damaged("the schema cannot be read", e);
    }
  }

  private static void checkHeader(Path file) throws Damaged {
    Optional<DatabaseHeader> header;
    try {
      header = DatabaseHeader.read(file);
    } catch (IOException e) {
      throw new Damaged("it cannot be read", e);
    }
    if (header.isEmpty()) {
      throw new Damaged("it is not a database", null);
    }
    if (header.get().withLog()) {
      throw new Damaged("it is a server's database, and its latest changes may be missing", null);
    }
  }

  /** A file that cannot be used. */
  private static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String reason, @Nullable Exception cause) {
      super(reason, cause);
    }
  }

  private static SQLiteDataSource reading(Path file, String parameters) {
    loadLibrary();
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toUri() + parameters);
    return source;
  }

  private static void loadLibrary() {
    try {
      NativeLibrary.load(Optional.empty()); // a server may use the data folder's
    } catch (DatabaseUnusable e) {
      throw new BackupFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private static BackupFailed exists(Path file) {
    return new BackupFailed("The file " + file + " exists already. Choose another name.");
  }

  private static BackupFailed cannotWrite(Path file, Exception cause) {
    return new BackupFailed(
        "The file " + file + " cannot be written. Choose a folder that is writable and has room.",
        cause);
  }

  private static BackupFailed noBackup(Path file, String reason, @Nullable Exception cause) {
    return new BackupFailed(
        file + " cannot be restored: " + reason + ". Name a file that backup has made.", cause);
  }
}
