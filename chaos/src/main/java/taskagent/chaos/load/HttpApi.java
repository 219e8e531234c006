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
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;
import taskagent.chaos.check.Op;
import taskagent.chaos.check.Reply;
import taskagent.chaos.check.Seen;

/** The system's HTTP API. */
public final class HttpApi implements Api {

  /** Longer than the system may take for an answer, though its engine is out of reach. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What only somebody who reads the source should ever see. */
  private static final Pattern INNER_DETAIL =
      Pattern.compile("Exception|\\tat |java\\.|taskagent\\.[a-z]+\\.[A-Z]|SQLITE|io\\.dapr");

  private final Client client;

  /** The API at an address. */
  public HttpApi(String address) {
    this.client = new Client(address, PATIENCE);
  }

  @Override
  public Reply perform(Op op) {
    try {
      return switch (op) {
        case Op.Ask ask -> reply(client.post("/tasks/process", body(ask)));
        case Op.GiveUp(var task) -> reply(client.post(workflow(task) + "/cancel", ""));
        case Op.Command(var task, var change) ->
            reply(client.post(path(task, change), body(change)));
        case Op.Look(var task) -> reply(client.get("/tasks/" + task));
        case Op.Say(var user, var text) ->
            reply(
                client.post(
                    "/chat/" + user,
                    Client.json(Map.of("content", text)),
                    "Idempotency-Key",
                    text));
      };
    } catch (IOException e) {
      return Reply.none(String.valueOf(e.getMessage()));
    }
  }

  private static String body(Op.Ask ask) {
    var request = Requests.of(ask);
    return Client.json(
        Map.of(
            "task_id", request.taskId().value(),
            "title", request.title(),
            "description", request.description(),
            "assignee", request.assignee(),
            "deadline_seconds", request.deadlineSeconds()));
  }

  private static String path(String task, Op.Change change) {
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

  private static String body(Op.Change change) {
    return switch (change) {
      case ASSIGN -> "{\"assignee\": \"ben\"}";
      case DEADLINE -> "{\"deadline_seconds\": 7200}";
      case START, COMPLETE, CANCEL -> "{}";
    };
  }

  private static String workflow(String task) {
    return "/workflows/task-workflow-" + task;
  }

  private static Reply reply(Answer answer) {
    boolean well = answer.status() < 300;
    long number = well ? number(answer.json()) : 0;
    var text = well ? "" : answer.json().path("detail").asText();
    return new Reply(answer.status(), number, problem(answer), text);
  }

  private static long number(JsonNode json) {
    return Requests.numberIn(json.path("content").asText())
        .orElseGet(() -> json.path("version").asLong());
  }

  /** What is wrong with the form of an answer, or nothing. */
  static String problem(Answer answer) {
    if (answer.status() < 300) {
      return "";
    }
    if (!answer.header("Content-Type").startsWith("application/problem+json")
        || answer.json().path("status").asInt() != answer.status()) {
      return "a failure that is no problem+json: " + answer.text();
    }
    if (INNER_DETAIL.matcher(answer.text()).find()) {
      return "inner details: " + answer.text();
    }
    boolean notNow = answer.status() == 429 || answer.status() == 503;
    return notNow && !answer.header("Retry-After").matches("[1-9][0-9]*") ? "no Retry-After" : "";
  }

  @Override
  public Seen.Task task(String id) throws IOException {
    var workflow = found(workflow(id));
    var task = found("/tasks/" + id);
    var entries = new ArrayList<Seen.Entry>();
    if (task.isPresent()) {
      for (var entry : found("/tasks/" + id + "/timeline").orElseThrow().path("entries")) {
        entries.add(entry(entry));
      }
    }
    return new Seen.Task(
        id,
        workflow.map(json -> json.path("status").asText()).orElse(""),
        workflow.map(json -> json.path("result").path("status").asText()).orElse(""),
        task.map(json -> json.path("status").asText()).orElse(""),
        task.flatMap(json -> text(json, "assignee")),
        task.flatMap(json -> text(json, "deadline")).map(Instant::parse),
        task.map(json -> json.path("version").asLong()).orElse(0L),
        entries);
  }

  private static Seen.Entry entry(JsonNode json) {
    return new Seen.Entry(
        Instant.parse(json.path("at").asText()),
        json.path("type").asText(),
        text(json, "from").orElse(""),
        json.path("to").asText());
  }

  @Override
  public Seen.Chat chat(String user) throws IOException {
    var history = found("/chat/" + user + "/history").orElseThrow();
    var said = new ArrayList<String>();
    for (var message : history.path("messages")) {
      if (message.path("role").asText().equals("user")) {
        said.add(message.path("content").asText());
      }
    }
    return new Seen.Chat(history.path("total_messages").asLong(), List.copyOf(said));
  }

  /** Asks for what nobody may ask for; what was answered otherwise than it should. */
  public List<String> poison() throws IOException {
    return new Poison(client).send();
  }

  /** The sum or the largest of a figure in the metrics; 0 if there is none. */
  public double metric(String name) throws IOException {
    var answer = client.get("/metrics");
    if (answer.status() != 200) {
      throw new IOException("metrics: " + answer.status());
    }
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
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
