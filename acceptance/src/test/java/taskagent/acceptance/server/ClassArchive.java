package taskagent.acceptance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An archive of the classes that the application loads (CDS), made once for each build. With it a
 * server needs a third less processor time to start.
 */
final class ClassArchive {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ClassArchive() {}

  /**
   * Returns the JVM options that use the archive. Makes the archive if there is none.
   *
   * @param java the JVM and its options, which must be those of the processes that use the archive
   */
  static synchronized List<String> options(List<String> java, Path jar, Path folder) {
    try {
      var archive = folder.resolve(Files.getLastModifiedTime(jar).toMillis() + ".jsa");
      if (!Files.exists(archive)) {
        make(archive, java, jar, folder);
      }
      // A JVM that cannot use the archive starts without it, silently.
      return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server, so that it loads its classes. Its JVM writes the archive at its exit. */
  private static void make(Path archive, List<String> java, Path jar, Path folder)
      throws IOException {
    var data = Files.createTempDirectory(folder, "archive-");
    var made = data.resolve("classes.jsa");
    var printed = data.resolve("printed");
    var command = new ArrayList<>(java);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds=off"));
    command.addAll(List.of("-Xlog:cds+dynamic=off", "-jar", jar.toString()));
    command.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      Awaitility.await("a server that makes the archive of classes")
          .pollInterval(Duration.ofMillis(20))
          .atMost(PATIENCE)
          .until(
              () -> !process.isAlive() || Files.readString(printed).contains(ServerProcess.READY));
      process.destroy();
      boolean _ = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ConditionTimeoutException e) {
      System.err.println("no archive of classes was made; servers start without: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    if (Files.exists(made)) {
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
