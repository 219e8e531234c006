package taskagent.acceptance.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code kubectl} on the cluster of {@code k8s/local/cluster}, or on the one that the user
 * named.
 */
public final class Kubectl {

  private static final long SECONDS = 300;

  /** Runs a command with the cluster's environment. */
  private static final String IN_CLUSTER =
      "env=$(../k8s/local/cluster env) && eval \"$env\" && exec kubectl \"$@\"";

  private Kubectl() {}

  /** Exit code and output. */
  public record Done(int code, String out, String err) {}

  /**
   * Runs it, and returns what it prints.
   *
   * @throws IllegalStateException if it fails, with its error output
   */
  public static String run(String... arguments) {
    var done = attempt(arguments);
    if (done.code() != 0) {
      throw new IllegalStateException(
          "kubectl " + String.join(" ", arguments) + ": " + done.err().strip());
    }
    return done.out().strip();
  }

  /** Runs it. It may fail. */
  public static Done attempt(String... arguments) {
    try {
      var out = Files.createTempFile("kubectl", ".out");
      var err = Files.createTempFile("kubectl", ".err");
      var process =
          new ProcessBuilder(command(arguments))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "kubectl " + String.join(" ", arguments) + " does not end; it printed: " + take(err));
      }
      return new Done(process.exitValue(), take(out), take(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it without waiting for its end. */
  public static Process start(String... arguments) {
    try {
      return new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of("bash", "-c", IN_CLUSTER, "kubectl"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String take(Path file) throws IOException {
    var text = Files.readString(file, UTF_8);
    Files.delete(file);
    return text;
  }
}
