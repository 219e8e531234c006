package taskagent.testing.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;
import taskagent.testing.server.ServerProcess;

/** One of many sagas and its expected outcome: most complete, some are rejected, some fail. */
public record ExpectedSaga(int number, Expected expected) {

  /** Expected outcome of a saga, status of its task, and timeline of its task. */
  public enum Expected {
    COMPLETED("assigned", "created assigned deadline_set"),
    FAILED("pending", "created assigned deadline_set deadline_cleared unassigned"),
    REJECTED("", "");

    private final String taskStatus;
    private final String timeline;

    Expected(String taskStatus, String timeline) {
      this.taskStatus = taskStatus;
      this.timeline = timeline;
    }

    private String outcome() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the saga with this number. */
  public static ExpectedSaga of(int number) {
    return new ExpectedSaga(
        number,
        switch (number % 20) {
          case 7 -> Expected.REJECTED;
          case 13 -> Expected.FAILED;
          default -> Expected.COMPLETED;
        });
  }

  /** Returns the id of its task. */
  public String task() {
    return (expected == Expected.FAILED ? SlowNotificationReceiver.REJECTED : "load")
        + "-"
        + number;
  }

  /** Returns the id of its run. */
  public String workflow() {
    return "task-workflow-" + task();
  }

  /** Requests it. Repeating the request changes nothing. */
  public Answer request(ServerProcess server) throws IOException {
    return server.post(
        "/tasks/process",
        JsonHttpClient.json(
            Map.of(
                "task_id",
                task(),
                "title",
                expected == Expected.REJECTED ? "No" : "Survive " + number,
                "description",
                "One of many sagas in flight",
                "assignee",
                "ada@example.com")));
  }

  /** Checks that it ended as expected, and that its task agrees. */
  public void checkEnded(ServerProcess server) throws IOException {
    var run = server.get("/workflows/" + workflow()).json();
    assertThat(run.path("status").asText()).as("%s", run).isEqualTo("COMPLETED");
    assertThat(run.path("result").path("status").asText())
        .as("%s", run)
        .isEqualTo(expected.outcome());
    var task = server.get("/tasks/" + task());
    if (expected == Expected.REJECTED) {
      assertThat(task.status()).as(task.text()).isEqualTo(404);
      return;
    }
    var now = task.json();
    assertThat(now.path("status").asText()).as(task.text()).isEqualTo(expected.taskStatus);
    assertThat(now.path("assignee").isNull()).isEqualTo(expected == Expected.FAILED);
    assertThat(now.path("deadline").isNull()).isEqualTo(expected == Expected.FAILED);
    assertThat(now.path("version").asInt()).isEqualTo(expected.timeline.split(" ", -1).length);
    assertThat(task.header("ETag")).isEqualTo("\"" + now.path("version").asInt() + "\"");
    checkTimeline(server.get("/tasks/" + task() + "/timeline").json().path("entries"), now);
  }

  /** Checks that each change is there once, continues the previous one, and is not older. */
  private void checkTimeline(JsonNode entries, JsonNode task) {
    var types = new ArrayList<String>();
    var status = "null";
    var at = Instant.EPOCH;
    for (var entry : entries) {
      types.add(entry.path("type").asText());
      assertThat(entry.path("from").asText()).as("%s", entries).isEqualTo(status);
      status = entry.path("to").asText();
      var then = Instant.parse(entry.path("at").asText());
      assertThat(then).as("%s", entries).isAfterOrEqualTo(at);
      at = then;
    }
    assertThat(String.join(" ", types)).as(task()).isEqualTo(expected.timeline);
    assertThat(status).isEqualTo(task.path("status").asText());
    assertThat(at).isEqualTo(task.path("updated_at").asText());
  }

  /** Checks that all notifications of it, repeated ones included, had one key. */
  public void checkNotified(SlowNotificationReceiver receiver) {
    var keys = expected == Expected.REJECTED ? Set.<String>of() : Set.of(workflow() + "/notify/do");
    assertThat(receiver.keys(workflow())).isEqualTo(keys);
  }
}
