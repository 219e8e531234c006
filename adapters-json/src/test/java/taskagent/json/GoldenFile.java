package taskagent.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a document as it is stored. {@code -Dgolden.write=true} writes missing files. */
final class GoldenFile {

  private static final Path FILES = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /**
   * Returns the text of a file.
   *
   * @param name the folder and the name
   * @param written what to write if the file is missing
   */
  static String read(String name, String written) {
    var file = FILES.resolve(name + ".json");
    try {
      if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
        Files.createDirectories(FILES.resolve(name).getParent());
        Files.writeString(file, written + "\n");
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }
}
