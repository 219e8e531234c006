package taskagent.bench.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes in one line the machine of a measurement. */
public final class MachineDescription {

  private MachineDescription() {}

  /** Returns a description of this machine and of the file system of a folder. */
  public static String describe(Path folder) throws IOException {
    return "%d cores of %s, %s of memory, Linux %s, JDK %s, databases on %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            line("/proc/cpuinfo", "model name"),
            line("/proc/meminfo", "MemTotal"),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            Files.getFileStore(folder).type());
  }

  private static String line(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
