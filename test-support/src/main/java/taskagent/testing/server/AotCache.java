package taskagent.testing.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
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
 * A JVM's cache of the classes that the application loads, made once for each build. With it a
 * server needs 1.0 s of processor time to start, and 1.9 s without.
 */
final class AotCache {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A JVM that cannot use the cache starts without it, silently. */
  private static final List<String> SILENT = List.of("-Xlog:aot*=off", "-Xlog:cds*=off");

  private AotCache() {}

  /**
   * Returns the JVM options that use the cache. Makes the cache if there is none, in one process at
   * a time.
   *
   * @param java the JVM and its options, which must be those of the processes that use the cache
   */
  static synchronized List<String> options(List<String> java, Path jar, Path folder) {
    try {
      var cache = folder.resolve(Files.getLastModifiedTime(jar).toMillis() + ".aot");
      if (!Files.exists(cache)) {
        try (var file = FileChannel.open(folder.resolve("aot.lock"), CREATE, WRITE);
            var _ = file.lock()) {
          if (!Files.exists(cache)) {
            make(cache, java, jar, folder);
          }
        }
      }
      var options = new ArrayList<>(SILENT);
      options.add("-XX:AOTCache=" + cache);
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server, so that it loads its classes. Its JVM writes the cache at its exit. */
  private static void make(Path cache, List<String> java, Path jar, Path folder)
      throws IOException {
    var data = Files.createTempDirectory(folder, "aot-");
    var made = data.resolve("classes.aot");
    var printed = data.resolve("printed");
    var command = new ArrayList<>(java);
    command.addAll(SILENT);
    command.addAll(List.of("-XX:AOTCacheOutput=" + made, "-jar", jar.toString()));
    command.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      Awaitility.await("a server that makes the cache of classes")
          .pollInterval(Duration.ofMillis(20))
          .atMost(PATIENCE)
          .until(
              () -> !process.isAlive() || Files.readString(printed).contains(ServerProcess.READY));
      process.destroy();
      boolean _ = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ConditionTimeoutException e) {
      System.err.println("no cache of classes was made; servers start without: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    if (Files.exists(made)) {
      Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
