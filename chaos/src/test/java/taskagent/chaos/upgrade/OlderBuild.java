package taskagent.chaos.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The application of an older version: of the one in {@code chaos/older-build}, or of {@code
 * -Dchaos.older=COMMIT}.
 *
 * @param jar its jar, beside which is a folder with its libraries
 */
record OlderBuild(Path jar) {

  private static final String MIGRATIONS = "taskagent/embedded/migration/V";
  private static final Path THIS = Path.of("../app/target/taskagent.jar");

  /** Builds it, if it is not there. */
  static OlderBuild get() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("./older-build", "--jar", System.getProperty("chaos.older", ""))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("exit code of older-build").isZero();
    return new OlderBuild(Path.of(printed));
  }

  /** Returns true if this version changes the format of the older one's database. */
  boolean hasOlderFormat() {
    return migrations(jar) < migrations(THIS);
  }

  private static long migrations(Path jar) {
    try (var libraries = Files.list(jar.resolveSibling("lib"))) {
      return libraries
          .filter(file -> file.getFileName().toString().startsWith("adapters-embedded"))
          .mapToLong(OlderBuild::migrationsIn)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long migrationsIn(Path library) {
    try (var file = new JarFile(library.toFile())) {
      return file.stream().map(ZipEntry::getName).filter(n -> n.startsWith(MIGRATIONS)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
