package taskagent.bench;

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
 * A process that said in a line that it is ready.
 *
 * @param ready what that line told
 */
record Launch<T>(Process process, T ready) {

  private static final long END_SECONDS = 60;

  /**
   * Starts one and waits for the line; what it prints after that is read, and dropped.
   *
   * @param log where its other output goes
   * @param line is given each line, and finds in it that all is ready
   * @throws CannotMeasure if it does not get ready in time
   */
  static <T> Launch<T> of(
      List<String> command, Path log, long seconds, Function<String, Optional<T>> line)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var ready = new CompletableFuture<T>();
    Thread.ofPlatform().daemon().start(() -> read(process, line, ready));
    try {
      return new Launch<>(process, ready.get(seconds, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      end(process);
      throw new CannotMeasure(
          "The server did not start; what it says is in " + log + ": " + String.join(" ", command),
          e);
    }
  }

  /** Has it end in order, so that it ends what it started; if that takes too long, it is killed. */
  static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static <T> void read(
      Process process, Function<String, Optional<T>> line, CompletableFuture<T> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var next = lines.readLine(); next != null; next = lines.readLine()) {
        line.apply(next).ifPresent(ready::complete);
      }
      ready.completeExceptionally(new IOException("it ended"));
    } catch (IOException | RuntimeException e) {
      ready.completeExceptionally(e);
    }
  }
}
