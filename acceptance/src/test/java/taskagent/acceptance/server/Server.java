package taskagent.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * The packaged server in a process of its own, on a free port. What it prints is kept under {@code
 * target/servers}.
 */
public final class Server {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String READY = "Task Agent is ready at ";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Process process;
  private final String address;

  private Server(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param data the folder of its database
   * @param settings more of the command line
   */
  public static Server start(Path data, List<String> settings) {
    var arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
    arguments.addAll(settings);
    var output = outputFolder().resolve("server-" + COUNT.incrementAndGet() + ".out");
    var process = launch(arguments, output);
    var lines = new ArrayList<String>();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(
            () -> {
              lines.clear();
              lines.addAll(Files.readAllLines(output));
              return lines.stream().anyMatch(l -> l.startsWith(READY)) || !process.isAlive();
            });
    var address =
        lines.stream()
            .filter(line -> line.startsWith(READY))
            .map(line -> line.substring(READY.length()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("did not start: " + lines));
    return new Server(process, address);
  }

  /** Runs the command line; both its outputs go to the file. */
  public static Process launch(List<String> arguments, Path output) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-jar", jar().toString()));
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packaged application. */
  public static Path jar() {
    var jar = Path.of("../app/target/taskagent.jar").toAbsolutePath().normalize();
    assertThat(jar).as("the packaged application").exists();
    return jar;
  }

  /** Where outputs are kept. */
  public static Path outputFolder() {
    try {
      return Files.createDirectories(Path.of("target/servers").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it serves. */
  public String address() {
    return address;
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    assertThat(exitCode()).isEqualTo(137);
  }

  /** SIGTERM; the exit code. */
  public int stop() {
    process.destroy();
    return exitCode();
  }

  private int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
