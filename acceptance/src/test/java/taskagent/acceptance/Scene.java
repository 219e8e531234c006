package taskagent.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import taskagent.acceptance.Api.Answer;
import taskagent.acceptance.kubernetes.Deployment;

/** What the steps of one scenario share. The world itself is shared by all scenarios. */
public final class Scene {

  private static final String NAME = System.getProperty("taskagent.world", "embedded");
  private static final Outside OUTSIDE =
      NAME.equals("kubernetes") ? new Outside(Deployment.outside()) : new Outside();
  private static final World WORLD = world();
  private static final Api API = new Api(WORLD::address);

  /** The last answer that was got. */
  Answer answer = new Answer(0, Api.JSON.nullNode());

  /** The workflow that was looked at last. */
  JsonNode workflow = Api.JSON.nullNode();

  /** The answers to many clients. */
  List<Answer> answers = List.of();

  /** Tasks as they were. */
  final Map<String, JsonNode> remembered = new HashMap<>();

  private static World world() {
    return switch (NAME) {
      case "embedded" -> new EmbeddedWorld(OUTSIDE);
      case "dapr" -> new DaprWorld(OUTSIDE);
      case "kubernetes" -> new KubernetesWorld(OUTSIDE);
      default -> throw new IllegalArgumentException("there is no world '" + NAME + "'");
    };
  }

  World agent() {
    return WORLD;
  }

  Outside outside() {
    return OUTSIDE;
  }

  Api api() {
    return API;
  }

  static String engine() {
    return WORLD.engine();
  }

  /** Ends the world; returns what it logged as an error. */
  static List<String> end() {
    WORLD.close();
    OUTSIDE.close();
    return WORLD.complaints();
  }

  /** A request that makes sense. */
  ObjectNode request(String task, String assignee) {
    return body()
        .put("task_id", task)
        .put("title", "Write the " + task)
        .put("description", "All that is to be done for it")
        .put("assignee", assignee);
  }

  ObjectNode body() {
    return Api.JSON.createObjectNode();
  }
}
