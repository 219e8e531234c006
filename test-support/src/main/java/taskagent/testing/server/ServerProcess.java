package taskagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import taskagent.testing.server.JsonHttpClient.Answer;

/** A process that runs the packaged server, and a client of that server. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String READY = "Task Agent is ready at ";

  private final AppProcess command;
  private final String address;
  private final JsonHttpClient client;

  private ServerProcess(AppProcess command, String address) {
    this.command = command;
    this.address = address;
    this.client = new JsonHttpClient(address);
  }

  /**
   * Starts a server on a free port and waits until it is ready.
   *
   * @param data the folder of its database
   * @param settings further arguments of the command line
   */
  public static ServerProcess start(Path data, List<String> settings) {
    return start(data, settings, Map.of());
  }

  /** Starts a server on a free port, with these environment variables. */
  public static ServerProcess start(
      Path data, List<String> settings, Map<String, String> environment) {
    var arguments = new ArrayList<>(List.of("--port", "0", "--data", data.toString()));
    arguments.addAll(settings);
    return start(environment, arguments);
  }

  /** Starts a server on a free port, with a limit of open files and of the heap. */
  public static ServerProcess startLimited(
      int openFiles, String heap, Path data, List<String> settings) {
    var arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
    arguments.addAll(settings);
    return ready(AppProcess.startLimited(openFiles, heap, arguments));
  }

  /** Starts a server of another build on a free port. */
  public static ServerProcess startOther(Path jar, Path data, List<String> settings) {
    var arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
    arguments.addAll(settings);
    return ready(AppProcess.startOther(jar, arguments));
  }

  /** Starts a server with these settings only, and waits until it is ready. */
  public static ServerProcess start(Map<String, String> environment, List<String> settings) {
    var arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(settings);
    return ready(AppProcess.start(environment, arguments));
  }

  /** Starts a server on a free port; nobody reads its standard error. */
  public static ServerProcess startUnread(Path data) {
    var arguments = List.of("serve", "--port", "0", "--data", data.toString());
    return ready(AppProcess.startUnread(Map.of(), arguments));
  }

  private static ServerProcess ready(AppProcess command) {
    try {
      return new ServerProcess(command, address(command));
    } catch (RuntimeException | Error e) {
      command.close();
      throw e;
    }
  }

  private static String address(AppProcess command) {
    Awaitility.await("the server is ready")
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(() -> readyAddress(command).isPresent() || !command.alive());
    return readyAddress(command)
        .orElseThrow(
            () -> new IllegalStateException("did not start: " + command.out() + command.err()));
  }

  /** Returns the address, once the line that says it is complete. */
  private static Optional<String> readyAddress(AppProcess command) {
    var out = command.out();
    int from = out.indexOf(READY);
    int to = from < 0 ? -1 : out.indexOf('\n', from);
    return to < 0
        ? Optional.empty()
        : Optional.of(out.substring(from + READY.length(), to).strip());
  }

  /** Returns the address at which it serves. */
  public String address() {
    return address;
  }

  /** Returns the id of the process. */
  public long pid() {
    return command.pid();
  }

  /** Returns what it has printed so far on standard output. */
  public String out() {
    return command.out();
  }

  /** Returns what it has printed so far on standard error. */
  public String err() {
    return command.err();
  }

  /** Kills it with SIGKILL. */
  public void kill() {
    command.close();
    assertThat(command.ended(PATIENCE).code()).as("killed by SIGKILL").isEqualTo(137);
  }

  /** Sends SIGTERM, waits until it has ended, and returns the exit code. */
  public int stop() {
    terminate();
    return command.ended(PATIENCE).code();
  }

  /** Sends SIGTERM without waiting. */
  public void terminate() {
    command.terminate();
  }

  /** Waits until it has ended, and returns the exit code. */
  public int exitCode() {
    return command.ended(PATIENCE).code();
  }

  /** Waits until it has ended, and returns the exit code. */
  public int exitCode(Duration atMost) {
    return command.ended(atMost).code();
  }

  /** Sends a GET request. */
  public Answer get(String path) throws IOException {
    return client.get(path);
  }

  /** Posts JSON, with further headers as name, value, name, value, and so on. */
  public Answer post(String path, String json, String... headers) throws IOException {
    return client.post(path, json, headers);
  }

  /** Sends a DELETE request. */
  public Answer delete(String path) throws IOException {
    return client.delete(path);
  }

  /** Kills the server if it still runs. */
  @Override
  public void close() {
    command.close();
  }
}
