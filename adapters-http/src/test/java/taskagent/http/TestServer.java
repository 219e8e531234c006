package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.view.Lists;
import taskagent.http.trace.Tracing;

/** A real server on a free local port with an engine in memory, and clients for it. */
final class TestServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ManualClock clock = new ManualClock();
  final ScriptedOutside outside = ScriptedOutside.with(clock);
  final InMemoryEngine engine = InMemoryEngine.withThreads(outside);
  final HttpServer server;

  /** Runs before every call of the engine; may throw or block. */
  volatile Runnable beforeEngine = () -> {};

  /** Observes requests. */
  volatile Tracing tracing = Untraced.BY_NOBODY;

  /** Its dead letters. */
  private final DeadLetters deadLetters;

  /** Its lists; empty if it has none. */
  private final Optional<Lists> lists;

  /** What was recorded of the changes of callers. */
  final List<AuditChange> audit = new CopyOnWriteArrayList<>();

  /** Why the engine is not ready; empty if it is. */
  volatile Optional<String> notReady = Optional.empty();

  private final HttpClient client = HttpClient.newHttpClient();

  private TestServer(
      UnaryOperator<HttpSettings> settings, DeadLetters deadLetters, Optional<Lists> lists) {
    this.deadLetters = deadLetters;
    this.lists = lists;
    server =
        HttpServer.start(
            // A short drain, because a share of it passes at each close.
            settings.apply(
                HttpSettings.on("127.0.0.1", 0).withDrainTimeout(Duration.ofMillis(200))),
            ports(),
            (method, route, parent) -> tracing.begin(method, route, parent),
            clock);
  }

  Engine ports() {
    return new Engine(
        port(Tasks.class, engine.tasks()),
        port(Conversations.class, engine.conversations()),
        port(Workflows.class, engine.workflows()),
        port(Bulks.class, engine.bulks()),
        audit::add,
        () -> notReady,
        deadLetters,
        lists,
        List.of(
            Metric.gauge(
                "taskagent_tasks",
                "Tasks by state.",
                List.of(
                    new Metric.Sample(Map.of("state", "open"), () -> 7),
                    new Metric.Sample(Map.of("state", "overdue"), () -> 2))),
            Metric.counter("taskagent_commits_total", "Commits.", () -> 9),
            Metric.gauge("taskagent_events_dead", "Dead events.", TestServer::outOfReach)));
  }

  private static long outOfReach() {
    throw Unavailable.outOfReach("the database cannot be read");
  }

  static TestServer start() {
    return start(settings -> settings);
  }

  static TestServer start(UnaryOperator<HttpSettings> settings) {
    return new TestServer(settings, new InMemoryDeadLetters(), Optional.empty());
  }

  /** Starts a server whose engine has these dead letters. */
  static TestServer with(DeadLetters letters) {
    return new TestServer(settings -> settings, letters, Optional.empty());
  }

  /** Starts a server whose engine has these lists. */
  static TestServer with(Lists lists) {
    return with(settings -> settings, lists);
  }

  /** Starts a server whose engine has these lists. */
  static TestServer with(UnaryOperator<HttpSettings> settings, Lists lists) {
    return new TestServer(settings, new InMemoryDeadLetters(), Optional.of(lists));
  }

  private <T> T port(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              beforeEngine.run();
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Processes a task and waits for its end. */
  void process(String taskId) {
    var started =
        post(
            "/tasks/process",
            """
            {"task_id": "%s", "title": "A title", "description": "What is to be done",
             "assignee": "ada"}\
            """
                .formatted(taskId));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    var ended = json(get("/workflows/task-workflow-" + taskId + "?wait=20s"));
    assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** Posts JSON. */
  HttpResponse<String> post(String path, String json, String... headers) {
    return send(
        "POST",
        path,
        BodyPublishers.ofString(json),
        with(headers, "Content-Type", "application/json"));
  }

  /** Posts without a body. */
  HttpResponse<String> post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(PATIENCE)
            .method(method, body);
    try {
      return client.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String[] with(String[] headers, String name, String value) {
    var all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = name;
    all[headers.length + 1] = value;
    return all;
  }

  /** Opens a connection for requests that no HTTP client would send. */
  RawConnection connect() {
    return new RawConnection(server.port());
  }

  /** Sends these bytes (one for each character) and returns all answers until the server closes. */
  String raw(String request) {
    try (var connection = connect()) {
      connection.send(request);
      return connection.readToEnd();
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** Checks that an answer has problem details with this status, and returns them. */
  static JsonNode problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    var problem = json(answer);
    assertThat(problem.fieldNames())
        .toIterable()
        .contains("type", "title", "status", "detail", "instance");
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("instance").asText()).isEqualTo(answer.uri().getRawPath());
    assertThat(problem.path("detail").asText())
        .isNotBlank()
        .doesNotContain("Exception", "taskagent.");
    return problem;
  }

  @Override
  public void close() {
    server.close();
    engine.close();
    client.shutdownNow();
  }

  /** A TCP connection. */
  static final class RawConnection implements AutoCloseable {

    private final Socket socket;

    private RawConnection(int port) {
      try {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void send(String bytes) {
      try {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Reads everything until the server closes. */
    String readToEnd() {
      try {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Reads until a text has come. */
    String readUntil(String end) {
      var read = new StringBuilder();
      var piece = new byte[64 * 1024];
      try {
        while (read.indexOf(end, Math.max(0, read.length() - piece.length - end.length())) < 0) {
          int length = socket.getInputStream().read(piece);
          if (length < 0) {
            throw new AssertionError("the connection ended before " + end);
          }
          read.append(new String(piece, 0, length, StandardCharsets.ISO_8859_1));
        }
        return read.toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Reads one answer, which must have a length. */
    String readAnswer() {
      try {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int next = socket.getInputStream().read();
          if (next < 0) {
            return head.toString();
          }
          head.append((char) next);
        }
        var length =
            head.toString()
                .lines()
                .filter(line -> line.startsWith("Content-Length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return head
            + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
