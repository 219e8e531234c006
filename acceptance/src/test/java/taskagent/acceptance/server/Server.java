package taskagent.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import taskagent.acceptance.server.Client.Answer;

/** The packaged server in a process of its own, on a free port, and a client of it. */
public final class Server implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String READY = "Task Agent is ready at ";

  private final Command command;
  private final String address;
  private final Client client;

  private Server(Command command, String address) {
    this.command = command;
    this.address = address;
    this.client = new Client(address);
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param data the folder of its database
   * @param settings more of the command line
   */
  public static Server start(Path data, List<String> settings) {
    return start(data, settings, Map.of());
  }

  /** As above, with variables in its environment. */
  public static Server start(Path data, List<String> settings, Map<String, String> environment) {
    var arguments = new ArrayList<>(List.of("--port", "0", "--data", data.toString()));
    arguments.addAll(settings);
    return start(environment, arguments);
  }

  /** Starts a server that is told nothing else, and waits until it is ready. */
  public static Server start(Map<String, String> environment, List<String> settings) {
    var arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(settings);
    var command = Command.start(environment, arguments);
    try {
      return new Server(command, address(command));
    } catch (RuntimeException | Error e) {
      command.close();
      throw e;
    }
  }

  private static String address(Command command) {
    Awaitility.await("the server is ready")
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(() -> ready(command).isPresent() || !command.alive());
    return ready(command)
        .orElseThrow(
            () -> new IllegalStateException("did not start: " + command.out() + command.err()));
  }

  /** A line counts once it is whole. */
  private static Optional<String> ready(Command command) {
    var out = command.out();
    int from = out.indexOf(READY);
    int to = from < 0 ? -1 : out.indexOf('\n', from);
    return to < 0
        ? Optional.empty()
        : Optional.of(out.substring(from + READY.length(), to).strip());
  }

  /** Where it serves. */
  public String address() {
    return address;
  }

  /** The process's id. */
  public long pid() {
    return command.pid();
  }

  /** What it printed so far. */
  public String out() {
    return command.out();
  }

  /** What it printed so far on standard error. */
  public String err() {
    return command.err();
  }

  /** SIGKILL. */
  public void kill() {
    command.close();
    assertThat(command.ended(PATIENCE).code()).as("killed by SIGKILL").isEqualTo(137);
  }

  /** SIGTERM; the exit code. */
  public int stop() {
    terminate();
    return command.ended(PATIENCE).code();
  }

  /** SIGTERM, without waiting. */
  public void terminate() {
    command.terminate();
  }

  /** Waits for its end; the exit code. */
  public int exitCode() {
    return command.ended(PATIENCE).code();
  }

  /** Reads. */
  public Answer get(String path) throws IOException {
    return client.get(path);
  }

  /** Posts JSON, with more headers as name and value by turns. */
  public Answer post(String path, String json, String... headers) throws IOException {
    return client.post(path, json, headers);
  }

  /** Deletes. */
  public Answer delete(String path) throws IOException {
    return client.delete(path);
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    command.close();
  }
}
