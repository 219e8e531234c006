package taskagent.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import taskagent.acceptance.ApiClient.Answer;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/** What the steps of one scenario share. All scenarios share one world. */
public final class ScenarioContext {

  private static final String NAME = System.getProperty("taskagent.world", "embedded");
  private static final Receivers RECEIVERS =
      NAME.equals("kubernetes") ? new Receivers(AcceptanceDeployment.outside()) : new Receivers();
  private static final World WORLD = world();
  private static final SharedRestarts RESTARTS = new SharedRestarts();
  private static final ApiClient API = new ApiClient(WORLD::address, RESTARTS.request());

  /** The last answer. */
  Answer answer = new Answer(0, ApiClient.JSON.nullNode());

  /** The workflow that was read last. */
  JsonNode workflow = ApiClient.JSON.nullNode();

  /** The answers to many clients. */
  List<Answer> answers = List.of();

  /** Tasks as they were. */
  final Map<String, JsonNode> remembered = new HashMap<>();

  /** When the first deadline of each task is over, at the latest. */
  final Map<String, Instant> due = new HashMap<>();

  private static World world() {
    return switch (NAME) {
      case "embedded" -> new EmbeddedWorld(RECEIVERS);
      case "dapr" -> new DaprWorld(RECEIVERS);
      case "kubernetes" -> new KubernetesWorld(RECEIVERS);
      default -> throw new IllegalArgumentException("there is no world '" + NAME + "'");
    };
  }

  World agent() {
    return WORLD;
  }

  SharedRestarts restarts() {
    return RESTARTS;
  }

  Receivers receivers() {
    return RECEIVERS;
  }

  ApiClient api() {
    return API;
  }

  /** Kills the agent without warning and starts it again. */
  void crash() {
    RESTARTS.crash(WORLD, Instant.MIN);
  }

  /** Kills the agent without warning and starts it again after this time. */
  void crash(Instant downUntil) {
    RESTARTS.crash(WORLD, downUntil);
  }

  static String engine() {
    return WORLD.engine();
  }

  /** Returns the errors that the world has logged so far. */
  static List<String> errors() {
    return WORLD.errors();
  }

  /** Stops the world. */
  static void close() {
    WORLD.close();
    RECEIVERS.close();
  }

  /** Asks for a task to be processed, and remembers when its deadline is over. */
  void process(String task, ObjectNode request, int seconds) {
    answer = API.post("/tasks/process", request.put("deadline_seconds", seconds));
    due.put(task, Instant.now().plus(Duration.ofSeconds(seconds)));
  }

  /** Returns a valid request. */
  ObjectNode request(String task, String assignee) {
    return body()
        .put("task_id", task)
        .put("title", "Write the " + task)
        .put("description", "All that is to be done for it")
        .put("assignee", assignee);
  }

  ObjectNode body() {
    return ApiClient.JSON.createObjectNode();
  }
}
