package taskagent.acceptance.access;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.ServerProcess;

/** The packaged server whose callers show tokens, and its callers. */
final class GuardedServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The callers of the first scenario, by name and role, and their tokens. */
  private static final Map<Map<String, String>, Map<String, String>> CREATED = new HashMap<>();

  private final Path data = folder();
  private final Map<String, String> tokens = new HashMap<>();
  private final StringBuilder logged = new StringBuilder();
  private final HttpClient client = HttpClient.newHttpClient();
  private ServerProcess server = start();

  /** An answer. An empty body is a null node. */
  record Answer(int status, JsonNode body) {}

  private static Path folder() {
    try {
      var worlds = Files.createDirectories(Path.of("target/worlds").toAbsolutePath());
      return Files.createTempDirectory(worlds, "access-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(data, List.of("--access-mode=tokens"));
  }

  void restart() {
    assertThat(server.stop()).as("exit code").isZero();
    logged.append(server.err());
    server = start();
  }

  /** Returns all that was logged so far. */
  String log() {
    return logged + server.err() + server.out();
  }

  /**
   * Creates tokens, by name and role. The command line creates those of the first scenario; others
   * get a copy of its file, because five processes take seconds.
   */
  void createAll(Map<String, String> roles) {
    synchronized (CREATED) {
      var file = data.resolve("tokens.json");
      var copy = data.resolveSibling("tokens-%d.json".formatted(roles.hashCode()));
      try {
        if (CREATED.containsKey(roles)) {
          tokens.putAll(CREATED.get(roles));
          var whole = Files.copy(copy, data.resolve("tokens.copy"), COPY_ATTRIBUTES);
          Files.move(whole, file, ATOMIC_MOVE);
        } else {
          roles.forEach(this::create);
          CREATED.put(roles, Map.copyOf(tokens));
          Files.copy(file, copy, COPY_ATTRIBUTES, REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Creates a token with the command line. */
  void create(String user, String role) {
    var ended =
        AppProcess.run(
            "token", "create", user, "--user", user, "--role", role, "--data", data.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    tokens.put(user, ended.out().strip());
  }

  void revoke(String user) {
    assertThat(AppProcess.run("token", "revoke", user, "--data", data.toString()).code()).isZero();
  }

  /** Returns all tokens. */
  List<String> tokens() {
    return new ArrayList<>(tokens.values());
  }

  void remember(String user, String token) {
    tokens.put(user, token);
  }

  Answer get(String caller, String path) {
    return send(caller, HttpRequest.newBuilder(uri(path)).GET());
  }

  Answer post(String caller, String path, String json) {
    var request = HttpRequest.newBuilder(uri(path));
    return send(
        caller,
        json.isEmpty()
            ? request.POST(BodyPublishers.noBody())
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
  }

  private URI uri(String path) {
    return URI.create(server.address() + path);
  }

  private Answer send(String caller, HttpRequest.Builder request) {
    Optional.ofNullable(tokens.get(caller))
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      var answer =
          client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
      boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(answer.statusCode(), JSON.readTree(json ? answer.body() : "null"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    assertThat(server.stop()).as("exit code").isZero();
  }
}
