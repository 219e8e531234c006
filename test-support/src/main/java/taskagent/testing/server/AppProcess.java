package taskagent.testing.server;

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
 * A process that runs the packaged application with a command line. What it prints is kept under
 * {@code target/servers}.
 */
public final class AppProcess implements AutoCloseable {

  /** Most of these processes live for seconds, and start faster with the first compiler alone. */
  private static final List<String> JAVA =
      List.of(
          ProcessHandle.current().info().command().orElseThrow(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx512m");

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Process process;
  private final Path out;
  private final Path err;

  private AppProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Exit code and output of a process that has ended. */
  public record Result(int code, String out, String err) {}

  /** Starts a process. Its environment holds no settings of Task Agent except these. */
  public static AppProcess start(Map<String, String> environment, List<String> arguments) {
    return start(jar(), List.of(), environment, arguments, true);
  }

  /** Starts a process of another build, without an environment. */
  public static AppProcess startOther(Path jar, List<String> arguments) {
    return start(jar, List.of(), Map.of(), arguments, true);
  }

  /** Starts a process whose standard error is a pipe that nobody reads. */
  static AppProcess startUnread(Map<String, String> environment, List<String> arguments) {
    return start(jar(), List.of(), environment, arguments, false);
  }

  /** Starts a process with a limit of open files and of the heap, such as {@code 64m}. */
  static AppProcess startLimited(int openFiles, String heap, List<String> arguments) {
    return start(
        jar(),
        List.of("sh", "-c", "ulimit -n $0 && exec \"$@\"", Integer.toString(openFiles)),
        Map.of("TASKAGENT_JAVA_OPTS", "-Xmx" + heap + " -XX:+ExitOnOutOfMemoryError"),
        arguments,
        true);
  }

  private static AppProcess start(
      Path jar,
      List<String> before,
      Map<String, String> environment,
      List<String> arguments,
      boolean readError) {
    var name = "%d-%03d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    var out = folder().resolve(name + ".out");
    var err = folder().resolve(name + ".err");
    var command = new ArrayList<>(before);
    command.addAll(JAVA);
    var options = environment.getOrDefault("TASKAGENT_JAVA_OPTS", ""); // as the launcher does
    command.addAll(List.of(options.isEmpty() ? new String[0] : options.split(" ", -1)));
    command.addAll(AotCache.options(JAVA, jar, folder()));
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    if (readError) {
      builder.redirectError(err.toFile());
    }
    builder.environment().keySet().removeIf(variable -> variable.startsWith("TASKAGENT_"));
    builder.environment().putAll(environment);
    try {
      return new AppProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command and waits until it has ended. */
  public static Result run(Duration atMost, Map<String, String> environment, String... arguments) {
    try (var command = start(environment, List.of(arguments))) {
      return command.ended(atMost);
    }
  }

  /** Runs a command and waits up to a minute until it has ended. */
  public static Result run(String... arguments) {
    return run(Duration.ofSeconds(60), Map.of(), arguments);
  }

  /** Waits until the process has ended. */
  public Result ended(Duration atMost) {
    assertThat(waitFor(atMost)).as("the process ends within %s; see %s", atMost, err).isTrue();
    return new Result(process.exitValue(), out(), err());
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Kills the process if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean _ = waitFor(Duration.ofSeconds(10)); // so that its files are closed
  }

  private boolean waitFor(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns what it has printed so far on standard output. */
  public String out() {
    return text(out);
  }

  /** Returns what it has printed so far on standard error. */
  public String err() {
    return text(err);
  }

  /** Returns true if it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Returns the id of the process. */
  public long pid() {
    return process.pid();
  }

  /** Returns the path of the packaged application. */
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
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
