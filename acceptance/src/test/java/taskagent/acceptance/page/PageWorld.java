package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import taskagent.dapr.cluster.Ports;
import taskagent.testing.browser.Chromium;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.ServerProcess;

/** The packaged server and the browser that all scenarios share. They start with the first one. */
public final class PageWorld {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static PageWorld shared;

  private final HttpStub receiver = new HttpStub().on("/notifications", PageWorld::notified);
  private final Path data = folder();

  /** No outgoing connection takes it while the server is down. */
  private final int port = new Ports().next();

  private ServerProcess server;
  private final Chromium browser;

  private PageWorld() {
    browser = Chromium.start();
    server = start();
  }

  private ServerProcess start() {
    return ServerProcess.start(
        Map.of(),
        List.of(
            "--port=" + port,
            "--data=" + data,
            "--chat-exchanges-kept=200",
            "--notify-channel=webhook",
            "--notify-webhook-url=" + receiver.address() + "/notifications",
            // A busy browser needs seconds to show a wait.
            "--notify-first-wait=8s",
            "--notify-backoff=1"));
  }

  /** Ends the server, and starts it again at the same address. */
  void restart() {
    assertThat(server.stop()).as("exit code").isZero();
    server = start();
  }

  static synchronized PageWorld get() {
    if (shared == null) {
      shared = new PageWorld();
    }
    return shared;
  }

  public static synchronized void close() {
    if (shared != null) {
      shared.browser.close();
      shared.receiver.close();
      assertThat(shared.server.stop()).as("exit code").isZero();
      shared = null;
    }
  }

  private static Path folder() {
    try {
      var worlds = Files.createDirectories(Path.of("target/worlds").toAbsolutePath());
      return Files.createTempDirectory(worlds, "page-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An assignee whose name begins with "unreachable" cannot be notified. */
  private static Response notified(Request request) throws IOException {
    var assignee = JSON.readTree(request.body()).path("assignee").asText();
    return Response.of(assignee.startsWith("unreachable") ? 500 : 204);
  }

  Chromium browser() {
    return browser;
  }

  String address() {
    return server.address();
  }

  /** Opens an address of the page. */
  void open(String path) {
    browser.driver().get(server.address() + path);
  }

  /** Returns the id of the task with a title. */
  static String id(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  /**
   * Requests a task. Its id is made from the title. Returns the id.
   *
   * @param headers further headers as name, value, name, value, and so on
   */
  String request(String title, String assignee, int seconds, String... headers) {
    var id = id(title);
    var body =
        Map.of(
            "task_id", id,
            "title", title,
            "description", "What is to be done for it",
            "assignee", assignee,
            "deadline_seconds", seconds);
    assertThat(post("/tasks/process", JsonHttpClient.json(body), headers)).isEqualTo(202);
    return id;
  }

  /** Requests a task and waits until its saga has ended. */
  void process(String title, String assignee, int seconds) {
    var id = request(title, assignee, seconds);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .until(() -> get("/workflows/task-workflow-" + id + "?wait=10s"), PageWorld::ended);
  }

  private static boolean ended(JsonNode workflow) {
    return workflow.path("status").asText().equals("COMPLETED");
  }

  /** Sends a command to a task. */
  void command(String id, String command) {
    assertThat(post("/tasks/" + id + "/" + command, "{}")).isEqualTo(200);
  }

  /** Does the same with these tasks, and waits until it has ended. Returns the id of the bulk. */
  String bulk(String action, String... tasks) {
    var body = JsonHttpClient.json(Map.of("action", action, "ids", List.of(tasks)));
    try {
      var id = server.post("/bulk", body).json().path("bulk_id").asText();
      assertThat(get("/bulk/" + id + "?wait=10s").path("ended_at").asText()).isNotEmpty();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines of the server's log. */
  List<String> log() {
    return server.err().lines().toList();
  }

  /** Sends a message to the assistant. */
  void say(String user, String content) {
    assertThat(post("/chat/" + user, JsonHttpClient.json(Map.of("content", content))))
        .isEqualTo(200);
  }

  JsonNode get(String path) {
    try {
      return server.get(path).json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the server answers at a path that has no JSON. */
  String text(String path) {
    try {
      return server.get(path).text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int post(String path, String json, String... headers) {
    try {
      return server.post(path, json, headers).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
