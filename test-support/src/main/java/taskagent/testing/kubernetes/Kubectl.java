package taskagent.testing.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code kubectl} on the cluster of {@code k8s/local/cluster}, or on the one that the user
 * named.
 */
public final class Kubectl {

  private static final long SECONDS = 300;

  /** Prints the cluster's environment. */
  private static final String SETTINGS =
      "settings=$(../k8s/local/cluster env) && eval \"$settings\" && env -0";

  private static @Nullable Map<String, String> environment;

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

  /** Applies manifests, which it also keeps in this file below {@code target}. */
  public static void apply(String file, String manifests) {
    try {
      run("apply", "-f", Files.writeString(Path.of("target", file), manifests).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it. It may fail. */
  public static Done attempt(String... arguments) {
    try {
      var out = Files.createTempFile("kubectl", ".out");
      var err = Files.createTempFile("kubectl", ".err");
      var process =
          kubectl(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
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
      return kubectl(arguments).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uses {@code env} because Java would search this process' path for kubectl. */
  private static ProcessBuilder kubectl(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("env", "kubectl"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    return builder;
  }

  /** Reads the environment once, because the script takes longer than kubectl itself. */
  private static synchronized Map<String, String> environment() throws IOException {
    if (environment == null) {
      var process =
          new ProcessBuilder("bash", "-c", SETTINGS)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (printed.isEmpty()) {
        throw new IllegalStateException("there is no cluster; start one: k8s/local/cluster up");
      }
      environment =
          Arrays.stream(printed.split("\0"))
              .map(variable -> variable.split("=", 2))
              .filter(variable -> variable.length == 2)
              .collect(
                  Collectors.toUnmodifiableMap(variable -> variable[0], variable -> variable[1]));
    }
    return environment;
  }

  private static String take(Path file) throws IOException {
    var text = Files.readString(file, UTF_8);
    Files.delete(file);
    return text;
  }
}
