package taskagent.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in its own process, so that the demo can kill it. */
final class DemoServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Process process;
  private final String address;

  private DemoServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts {@code taskagent serve} on a free port and waits until it is ready. */
  static DemoServer start(Path folder, String... settings) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--port", "0", "--data", folder.toString()));
    command.addAll(List.of(settings));
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("demo.log").toFile()));
      // The demo uses its own settings only, not those of other servers on this machine.
      builder.environment().keySet().removeIf(name -> name.startsWith(SettingSources.PREFIX));
      var process = builder.start();
      return new DemoServer(process, address(process, folder));
    } catch (IOException e) {
      throw new CommandFailed("the demo's server did not start: " + e.getMessage(), e);
    }
  }

  private static String address(Process process, Path folder) throws IOException {
    var output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      int at = line.indexOf("http://");
      if (at >= 0) {
        return line.substring(at).strip();
      }
    }
    throw new CommandFailed(
        "the demo's server stopped before it was ready; its log is " + folder.resolve("demo.log"));
  }

  String address() {
    return address;
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
  }

  JsonNode post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var answer =
          client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new CommandFailed("the server answered " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new CommandFailed("the server did not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }

  /** Sends SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends SIGTERM, and SIGKILL if that does not help. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd()) {
      process.destroyForcibly();
    }
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
