package taskagent.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's library. The driver unpacks it into a folder and loads it from there, which fails where
 * the disk is full, read-only, or mounted so that nothing on it can be run (noexec).
 */
final class NativeLibrary {

  private static final System.Logger LOG = System.getLogger(NativeLibrary.class.getName());

  /** The driver's own setting. */
  private static final String SETTING = "org.sqlite.tmpdir";

  private static final Optional<String> GIVEN = Optional.ofNullable(System.getProperty(SETTING));

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library from the first folder that works.
   *
   * @param dataFolder the first of them, if there is one that this process alone uses
   * @throws DatabaseUnusable if no folder works
   */
  static synchronized void load(Optional<Path> dataFolder) {
    if (loaded) {
      return;
    }
    var folders = new ArrayList<Path>();
    GIVEN.map(Path::of).ifPresent(folders::add);
    dataFolder.map(folder -> folder.resolve("native")).ifPresent(folders::add);
    folders.add(Path.of(System.getProperty("java.io.tmpdir")));
    folders.add(Path.of(System.getProperty("user.home")).resolve(".cache").resolve("taskagent"));
    dataFolder.map(folder -> folder.resolve("native")).ifPresent(NativeLibrary::empty);
    loaded = folders.stream().anyMatch(NativeLibrary::loadFrom);
    if (!loaded) {
      throw new DatabaseUnusable(
          "SQLite's library cannot be unpacked and loaded, because these folders are full, cannot"
              + " be written, or are mounted noexec: "
              + String.join(", ", folders.stream().map(Path::toString).toList())
              + ". Name another one: -Dorg.sqlite.tmpdir=FOLDER in TASKAGENT_JAVA_OPTS.");
    }
  }

  private static boolean loadFrom(Path folder) {
    try {
      Files.createDirectories(folder);
      System.setProperty(SETTING, folder.toAbsolutePath().toString());
      SQLiteJDBCLoader.initialize();
      return true;
    } catch (Exception e) { // that of the driver has no type of its own
      LOG.log(
          System.Logger.Level.DEBUG, "cannot load the library from {0}: {1}", folder, e.toString());
      return false;
    }
  }

  /** The driver leaves the library in the folder when the process is killed. */
  private static void empty(Path folder) {
    try (var old = Files.list(folder)) {
      old.forEach(Durable::deleteIfExists);
    } catch (IOException e) { // perhaps there is none
      LOG.log(System.Logger.Level.DEBUG, "cannot list {0}: {1}", folder, e.toString());
    }
  }
}
