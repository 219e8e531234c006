package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;
import taskagent.acceptance.server.Server;

/** One of many sagas: most complete, some are rejected, and some fail and undo themselves. */
record Saga(int number, Fate fate) {

  /** What is to become of a saga, its task, and the task's timeline. */
  enum Fate {
    COMPLETED("assigned", "created assigned deadline_set"),
    FAILED("pending", "created assigned deadline_set deadline_cleared unassigned"),
    REJECTED("", "");

    private final String taskStatus;
    private final String timeline;

    Fate(String taskStatus, String timeline) {
      this.taskStatus = taskStatus;
      this.timeline = timeline;
    }

    private String outcome() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Saga of(int number) {
    return new Saga(
        number,
        switch (number % 20) {
          case 7 -> Fate.REJECTED;
          case 13 -> Fate.FAILED;
          default -> Fate.COMPLETED;
        });
  }

  String task() {
    return (fate == Fate.FAILED ? Receiver.REFUSED : "load") + "-" + number;
  }

  String workflow() {
    return "task-workflow-" + task();
  }

  /** Asks for it; the same again changes nothing. */
  Answer request(Server server) throws IOException {
    return server.post(
        "/tasks/process",
        Client.json(
            Map.of(
                "task_id",
                task(),
                "title",
                fate == Fate.REJECTED ? "No" : "Survive " + number,
                "description",
                "One of many sagas in flight",
                "assignee",
                "ada@example.com")));
  }

  /** It has ended as it was to, and its task agrees. */
  void checkEnded(Server server) throws IOException {
    var run = server.get("/workflows/" + workflow()).json();
    assertThat(run.path("status").asText()).as("%s", run).isEqualTo("COMPLETED");
    assertThat(run.path("result").path("status").asText()).as("%s", run).isEqualTo(fate.outcome());
    var task = server.get("/tasks/" + task());
    if (fate == Fate.REJECTED) {
      assertThat(task.status()).as(task.text()).isEqualTo(404);
      return;
    }
    var now = task.json();
    assertThat(now.path("status").asText()).as(task.text()).isEqualTo(fate.taskStatus);
    assertThat(now.path("assignee").isNull()).isEqualTo(fate == Fate.FAILED);
    assertThat(now.path("deadline").isNull()).isEqualTo(fate == Fate.FAILED);
    assertThat(now.path("version").asInt()).isEqualTo(fate.timeline.split(" ", -1).length);
    assertThat(task.header("ETag")).isEqualTo("\"" + now.path("version").asInt() + "\"");
    checkTimeline(server.get("/tasks/" + task() + "/timeline").json().path("entries"), now);
  }

  /** Each change is there once; it begins where the one before it ended, and not earlier. */
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
    assertThat(String.join(" ", types)).as(task()).isEqualTo(fate.timeline);
    assertThat(status).isEqualTo(task.path("status").asText());
    assertThat(at).isEqualTo(task.path("updated_at").asText());
  }

  /** Its receiver heard of it under one key, however often. */
  void checkNotified(Receiver receiver) {
    var expected = fate == Fate.REJECTED ? Set.<String>of() : Set.of(workflow() + "/notify/do");
    assertThat(receiver.keys(workflow())).isEqualTo(expected);
  }
}
