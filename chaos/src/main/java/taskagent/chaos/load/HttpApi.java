package taskagent.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import taskagent.chaos.check.CallResult;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.ObservedState;
import taskagent.testing.server.ChatHistory;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;

/** The system's HTTP API. */
public final class HttpApi implements SystemApi {

  /** Longer than the system may take to answer while its engine is unreachable. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Matches internal details that no answer may contain. */
  private static final Pattern INTERNAL_DETAIL =
      Pattern.compile("Exception|\\tat |java\\.|taskagent\\.[a-z]+\\.[A-Z]|SQLITE|io\\.dapr");

  private final JsonHttpClient client;

  /** Creates a client of the API at an address. */
  public HttpApi(String address) {
    this.client = new JsonHttpClient(address, TIMEOUT);
  }

  @Override
  public CallResult perform(ClientRequest op) {
    try {
      return switch (op) {
        case ClientRequest.ProcessTask ask -> reply(client.post("/tasks/process", body(ask)));
        case ClientRequest.CancelSaga(var task) ->
            reply(client.post(workflow(task) + "/cancel", ""));
        case ClientRequest.ChangeTask(var task, var change) ->
            reply(client.post(path(task, change), body(change)));
        case ClientRequest.ReadTask(var task) -> reply(client.get("/tasks/" + task));
        case ClientRequest.SendMessage(var user, var text) ->
            reply(
                client.post(
                    "/chat/" + user,
                    JsonHttpClient.json(Map.of("content", text)),
                    "Idempotency-Key",
                    text));
      };
    } catch (IOException e) {
      return CallResult.none(String.valueOf(e.getMessage()));
    }
  }

  private static String body(ClientRequest.ProcessTask ask) {
    var request = TaskRequestFactory.of(ask);
    return JsonHttpClient.json(
        Map.of(
            "task_id", request.taskId().value(),
            "title", request.title(),
            "description", request.description(),
            "assignee", request.assignee(),
            "deadline_seconds", request.deadlineSeconds()));
  }

  private static String path(String task, ClientRequest.Change change) {
    return "/tasks/"
        + task
        + switch (change) {
          case ASSIGN -> "/assign";
          case START -> "/start";
          case COMPLETE -> "/complete";
          case CANCEL -> "/cancel";
          case DEADLINE -> "/deadline";
        };
  }

  private static String body(ClientRequest.Change change) {
    return switch (change) {
      case ASSIGN -> "{\"assignee\": \"ben\"}";
      case DEADLINE -> "{\"deadline_seconds\": 7200}";
      case START, COMPLETE, CANCEL -> "{}";
    };
  }

  private static String workflow(String task) {
    return "/workflows/task-workflow-" + task;
  }

  private static CallResult reply(Answer answer) {
    boolean ok = answer.status() < 300;
    long number = ok ? number(answer.json()) : 0;
    var text = ok ? "" : answer.json().path("detail").asText();
    return new CallResult(answer.status(), number, problem(answer), text);
  }

  private static long number(JsonNode json) {
    return TaskRequestFactory.numberIn(json.path("content").asText())
        .orElseGet(() -> json.path("version").asLong());
  }

  /** Returns what is wrong with the form of an answer, or an empty string. */
  static String problem(Answer answer) {
    if (answer.status() < 300) {
      return "";
    }
    if (!answer.header("Content-Type").startsWith("application/problem+json")
        || answer.json().path("status").asInt() != answer.status()) {
      return "a failure without problem+json: " + answer.text();
    }
    if (INTERNAL_DETAIL.matcher(answer.text()).find()) {
      return "internal details: " + answer.text();
    }
    boolean retryLater = answer.status() == 429 || answer.status() == 503;
    return retryLater && !answer.header("Retry-After").matches("[1-9][0-9]*")
        ? "no Retry-After"
        : "";
  }

  @Override
  public ObservedState.ObservedTask task(String id) throws IOException {
    var workflow = found(workflow(id));
    var task = found("/tasks/" + id);
    var entries = new ArrayList<ObservedState.ObservedEntry>();
    if (task.isPresent()) {
      for (var entry : found("/tasks/" + id + "/timeline").orElseThrow().path("entries")) {
        entries.add(entry(entry));
      }
    }
    return new ObservedState.ObservedTask(
        id,
        workflow.map(json -> json.path("status").asText()).orElse(""),
        workflow.map(json -> json.path("result").path("status").asText()).orElse(""),
        task.map(json -> json.path("status").asText()).orElse(""),
        task.flatMap(json -> text(json, "assignee")),
        task.flatMap(json -> text(json, "deadline")).map(Instant::parse),
        task.map(json -> json.path("version").asLong()).orElse(0L),
        entries);
  }

  private static ObservedState.ObservedEntry entry(JsonNode json) {
    return new ObservedState.ObservedEntry(
        Instant.parse(json.path("at").asText()),
        json.path("type").asText(),
        text(json, "from").orElse(""),
        json.path("to").asText());
  }

  @Override
  public ObservedState.ObservedChat chat(String user) throws IOException {
    var history = ChatHistory.read(client, user);
    return new ObservedState.ObservedChat(history.total(), history.said());
  }

  /** Sends invalid requests and returns a description of each wrong answer. */
  public List<String> sendInvalidRequests() throws IOException {
    return new InvalidRequests(client).send();
  }

  /** Returns the sum of all samples of a metric, over all labels; 0 if there is none. */
  public double metric(String name) throws IOException {
    var answer = client.get("/metrics");
    if (answer.status() != 200) {
      throw new IOException("metrics: " + answer.status());
    }
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Optional<JsonNode> found(String path) throws IOException {
    var answer = client.get(path);
    return switch (answer.status()) {
      case 200 -> Optional.of(answer.json());
      case 404 -> Optional.empty();
      default -> throw new IOException(path + ": " + answer.status() + " " + answer.text());
    };
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
