package taskagent.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Puts a backup in the place of a folder's database. Once the whole backup is in the folder, the
 * restore is completed even if the process dies: the next restore or start completes it. The caller
 * holds the folder's lock.
 */
final class Restore {

  /** A complete backup that has to take the database's place. */
  static final String READY = Database.FILE + ".restored";

  /** What lies beside a database and belongs to it; the database itself comes last. */
  private static final List<String> SUFFIXES =
      List.of("-wal", "-shm", "-journal", LogMarker.SUFFIX, "");

  /** What the server makes anew from the database; it belongs to the one that is replaced. */
  private static final List<String> DERIVED = List.of("view.db-wal", "view.db-shm", "view.db");

  private Restore() {}

  /**
   * Copies the file into the folder and completes the restore.
   *
   * @throws BackupFailed if the file cannot be copied; nothing has changed then
   * @throws IOException if the restore is incomplete
   */
  static Optional<Path> put(Path file, Path folder) throws IOException {
    var ready = folder.resolve(READY);
    var partial = Durable.partial(ready);
    try {
      Files.copy(file, partial);
      Durable.setOwner(partial, Files.getOwner(folder)); // if root restores for another user
      Durable.sync(partial);
      Files.move(partial, ready);
      Durable.sync(folder);
    } catch (IOException e) {
      throw new BackupFailed(
          "The folder "
              + folder
              + " cannot take the backup: "
              + e
              + ". Make room, or choose another folder with --data.",
          e);
    } finally {
      Durable.deleteIfExists(partial);
    }
    return complete(folder);
  }

  /**
   * Completes a restore that was begun, if there is one.
   *
   * @return the folder with the database that was replaced, if there was one
   */
  static Optional<Path> complete(Path folder) throws IOException {
    var ready = folder.resolve(READY);
    if (!Files.exists(ready)) {
      return Optional.empty();
    }
    // The name depends on the backup's file only: it is the same if this is done again.
    var replaced =
        folder.resolve(
            "replaced-"
                + Files.getLastModifiedTime(ready)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString()
                    .replace(':', '-'));
    for (var suffix : SUFFIXES) {
      var name = Database.FILE + suffix;
      if (Files.exists(folder.resolve(name))) {
        Files.createDirectories(replaced);
        Files.move(folder.resolve(name), replaced.resolve(name));
      }
    }
    if (Files.exists(replaced)) {
      Durable.sync(replaced);
    }
    for (var name : DERIVED) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.move(ready, folder.resolve(Database.FILE));
    Durable.sync(folder);
    return Files.exists(replaced) ? Optional.of(replaced) : Optional.empty();
  }
}
