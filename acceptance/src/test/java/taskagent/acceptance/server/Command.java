package taskagent.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The packaged application, called with a command line, in a process of its own. What it prints is
 * kept under {@code target/servers}.
 */
public final class Command implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Process process;
  private final Path out;
  private final Path err;

  private Command(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How it ended. */
  public record Ended(int code, String out, String err) {}

  /** Starts it, with nothing of our own settings in its environment but these. */
  public static Command start(Map<String, String> environment, List<String> arguments) {
    var name = "%d-%03d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    var out = folder().resolve(name + ".out");
    var err = folder().resolve(name + ".err");
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    // Tests start many servers that live for seconds; the first compiler alone starts them faster.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("TASKAGENT_"));
    builder.environment().putAll(environment);
    try {
      return new Command(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end. */
  public static Ended run(Duration atMost, Map<String, String> environment, String... arguments) {
    try (var command = start(environment, List.of(arguments))) {
      return command.ended(atMost);
    }
  }

  /** Runs it to its end, which is to come soon. */
  public static Ended run(String... arguments) {
    return run(Duration.ofSeconds(60), Map.of(), arguments);
  }

  /** Waits for its end. */
  public Ended ended(Duration atMost) {
    assertThat(waitFor(atMost)).as("the process ends within %s; see %s", atMost, err).isTrue();
    return new Ended(process.exitValue(), out(), err());
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean _ = waitFor(Duration.ofSeconds(10)); // its files are closed once it is gone
  }

  private boolean waitFor(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it printed so far. */
  public String out() {
    return text(out);
  }

  /** What it printed so far on standard error. */
  public String err() {
    return text(err);
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** The packaged application. */
  private static Path jar() {
    var jar = Path.of("../app/target/taskagent.jar").toAbsolutePath().normalize();
    assertThat(jar).as("the packaged application").exists();
    return jar;
  }

  private static Path folder() {
    try {
      return Files.createDirectories(Path.of("target/servers").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
