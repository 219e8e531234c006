package taskagent.dapr.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Changes the wall clock of a process with libfaketime. A file sets the offset at any time. The
 * process's monotonic clock stays right, as with a real change of the clock.
 */
final class WrongClocks {

  /** The folder's path in a container. */
  static final String FOLDER = "/faketime";

  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final String OFFSET = "offset";
  private static final Path ROOT = Path.of("/usr");

  /** Returns the environment variables that make a process use the folder. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        FOLDER + "/" + LIBRARY,
        "FAKETIME_TIMESTAMP_FILE",
        FOLDER + "/" + OFFSET,
        "FAKETIME_CACHE_DURATION",
        "1",
        "NO_FAKE_STAT",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Otherwise no thread of Java's ever waits.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  /** Copies the library into a process's folder, with a clock that is right. */
  Path into(Path folder) {
    try {
      Files.copy(library(), folder.resolve(LIBRARY), StandardCopyOption.REPLACE_EXISTING);
      set(folder, Duration.ZERO);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the clock of the process that uses the folder. The process follows within a second. */
  void set(Path folder, Duration ahead) {
    try {
      var next = Files.writeString(folder.resolve("next"), "%+d%n".formatted(ahead.toSeconds()));
      Files.move(next, folder.resolve(OFFSET), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path library() throws IOException {
    for (var folder : List.of(ROOT.resolve("lib"), ROOT.resolve("lib64"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder, 3)) {
          var found = files.filter(file -> file.endsWith("faketime/" + LIBRARY)).findFirst();
          if (found.isPresent()) {
            return found.get();
          }
        }
      }
    }
    throw new IllegalStateException("no libfaketime on this machine; run chaos/install-faketime");
  }
}
