package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.ApiClient.Answer;

/**
 * The two engines give the same answers to the same requests (success criterion 8). A random
 * sequence of valid and invalid requests goes to both. Answers may differ only in times.
 *
 * <p>{@code -Dtaskagent.seed=N} repeats a sequence.
 */
@Tag("docker")
final class EnginesAgreeIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int REQUESTS = 300;
  private static final int ANSWERED_WELL_AT_LEAST = 50;
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(90);

  /** The notifications of this task fail. */
  private static final String UNLUCKY = "task-0";

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  private final Random random = new Random(SEED);
  private final AtomicInteger answeredWell = new AtomicInteger();

  /** A request that is sent to both. */
  private record Request(String method, String path, String body, Map<String, String> headers) {

    Answer to(ApiClient api) {
      return switch (method) {
        case "GET" -> api.get(path);
        case "DELETE" -> api.delete(path);
        default -> api.post(path, json(body), headers);
      };
    }

    private static ObjectNode json(String text) {
      try {
        return (ObjectNode) ApiClient.JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    @Override
    public String toString() {
      return method + " " + path + " " + body + " " + headers;
    }
  }

  @Test
  void aRandomSequenceOfRequestsIsAnsweredAlike() {
    System.out.printf("-Dtaskagent.seed=%d%n", SEED);
    try (var receiversOfOne = new Receivers();
        var receiversOfOther = new Receivers();
        World one = new EmbeddedWorld(receiversOfOne);
        World other = new DaprWorld(receiversOfOther)) {
      receiversOfOne.fail(UNLUCKY);
      receiversOfOther.fail(UNLUCKY);
      compare(new ApiClient(one::address), new ApiClient(other::address));
    }
    System.out.printf(
        "both engines gave the same %d answers, %d of them 2xx%n", REQUESTS, answeredWell.get());
    assertThat(answeredWell.get()).isGreaterThanOrEqualTo(ANSWERED_WELL_AT_LEAST);
  }

  private void compare(ApiClient one, ApiClient other) {
    var story = new ArrayList<String>();
    for (int i = 0; i < REQUESTS; i++) {
      var request = next();
      story.add(request.toString());
      var answer = request.to(one);
      assertThat(plain(request.to(other)))
          .as("seed %d, request %d of: %s", SEED, i, String.join("\n", story))
          .isEqualTo(plain(answer));
      if (answer.status() / 100 == 2) {
        answeredWell.incrementAndGet();
      }
      var workflow = answer.body().path("workflow_id").asText();
      if (answer.status() == 202 && !workflow.isEmpty()) {
        var path = "/workflows/" + workflow + "?wait=10s";
        assertThat(plain(ended(other, path))).as(path).isEqualTo(plain(ended(one, path)));
      }
    }
    for (int i = 0; i < 6; i++) {
      var task = "task-" + i;
      for (var path :
          List.of("/tasks/" + task, "/tasks/" + task + "/timeline", "/explain/" + task)) {
        assertThat(plain(other.get(path))).as("at the end").isEqualTo(plain(one.get(path)));
      }
    }
  }

  private static Answer ended(ApiClient api, String path) {
    var answers = new ArrayList<Answer>();
    Waiting.until(
        ENDED_WITHIN,
        () -> {
          answers.add(api.get(path));
          assertThat(answers.getLast().body().path("status").asText()).isEqualTo("COMPLETED");
        });
    return answers.getLast();
  }

  private static String plain(Answer answer) {
    return answer.status() + " " + TIME.matcher(text(answer.body())).replaceAll("(a time)");
  }

  private static String text(JsonNode body) {
    return body.toString();
  }

  private Request next() {
    var task = "/tasks/" + task();
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> post("/tasks/process", request());
      case 3 -> get(task);
      case 4 -> get(task + "/timeline");
      case 5 -> post(task + "/assign", "{\"assignee\":\"%s\"}".formatted(pick("ben", "cy", "")));
      case 6 -> post(task + "/start", "{}");
      case 7 -> conditional(task + "/" + pick("start", "complete"));
      case 8 -> post(task + "/" + pick("complete", "start", "start", "cancel"), "{}");
      case 9 -> post(task + "/deadline", "{\"deadline_seconds\":%s}".formatted(seconds()));
      case 10 -> post("/workflows/task-workflow-" + task() + pick("/cancel", "/retry-now"), "{}");
      case 11, 12 -> post("/workflows/task-workflow-" + task() + "/retry", corrections());
      case 13 -> chat();
      case 14 -> get("/chat/" + user() + "/history");
      default -> new Request("DELETE", removable(task), "{}", Map.of());
    };
  }

  /** Tasks are few, and a removed one answers 410 from then on, so most are left alone. */
  private String removable(String task) {
    var history = "/chat/" + user() + "/history";
    return pick(history, history, "/users/" + user(), task);
  }

  private static Request get(String path) {
    return new Request("GET", path, "{}", Map.of());
  }

  private static Request post(String path, String body) {
    return new Request("POST", path, body, Map.of());
  }

  private Request conditional(String path) {
    var version = Map.of("If-Match", "\"" + (1 + random.nextInt(6)) + "\"");
    return new Request("POST", path, "{}", version);
  }

  private Request chat() {
    var content =
        pick("What about my task?", "Help!", "Fine weather", "", "Fine weather, \\u00fcber all");
    var key = Map.of("Idempotency-Key", "key-" + random.nextInt(4));
    return new Request(
        "POST",
        "/chat/" + user(),
        "{\"content\":\"" + content + "\"}",
        random.nextBoolean() ? key : Map.of());
  }

  private String request() {
    return """
    {"task_id":"%s","title":"%s","description":"%s","assignee":"ada","deadline_seconds":%s}\
    """
        .formatted(
            task(),
            pick("Write the report", "Write the report", "Read", ""),
            pick("All of the figures", "All of the figures", "Short"),
            pick("3600", "3600", "7200", "0"));
  }

  private String corrections() {
    return pick("{}", "{\"title\":\"Write the other report\"}", "{\"assignee\":\"dan\"}");
  }

  private String seconds() {
    return pick("3600", "86400", "-1");
  }

  private String task() {
    return "task-" + random.nextInt(6);
  }

  private String user() {
    return "user-" + random.nextInt(3);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
