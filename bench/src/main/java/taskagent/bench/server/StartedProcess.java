package taskagent.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A process that has printed that it is ready.
 *
 * @param ready what the line says
 */
public record StartedProcess<T>(Process process, T ready) {

  private static final long STOP_SECONDS = 60;

  /**
   * Starts a process and waits for the line. Further output is read and dropped.
   *
   * @param log the file for its standard error
   * @param line reads each line, and returns a value for the line that says it is ready
   * @throws MeasurementException if the process is not ready in time
   */
  public static <T> StartedProcess<T> of(
      List<String> command, Path log, long seconds, Function<String, Optional<T>> line)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var ready = new CompletableFuture<T>();
    Thread.ofPlatform().daemon().start(() -> read(process, line, ready));
    try {
      return new StartedProcess<>(process, ready.get(seconds, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      stop(process);
      throw new MeasurementException(
          "The server did not start; see " + log + ". Command: " + String.join(" ", command), e);
    }
  }

  /** Stops a process with SIGTERM, and kills it after a timeout. */
  public static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static <T> void read(
      Process process, Function<String, Optional<T>> line, CompletableFuture<T> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var next = lines.readLine(); next != null; next = lines.readLine()) {
        line.apply(next).ifPresent(ready::complete);
      }
      ready.completeExceptionally(new IOException("the process ended"));
    } catch (IOException | RuntimeException e) {
      ready.completeExceptionally(e);
    }
  }
}
