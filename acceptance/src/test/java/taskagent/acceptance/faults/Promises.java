package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;
import taskagent.acceptance.server.Server;

/** Tasks that were asked for, and what must come of those that were acknowledged. */
final class Promises {

  private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  private final List<String> tasks = new ArrayList<>();
  private int asked;

  /** Asks for one more; the answer is an acknowledgement, or "not now". */
  Answer ask(Server server) throws IOException {
    var task = "task-" + ++asked;
    var answer =
        server.post(
            "/tasks/process",
            Client.json(
                Map.of(
                    "task_id",
                    task,
                    "title",
                    "Keep this",
                    "description",
                    "As promised. ".repeat(300),
                    "assignee",
                    "ada@example.com")));
    if (answer.status() == 202) {
      tasks.add(task);
    } else {
      Problems.check(answer, 503);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
    return answer;
  }

  /** Asks for so many, all of which are acknowledged. */
  void ask(Server server, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(ask(server).status()).isEqualTo(202);
    }
  }

  List<String> tasks() {
    return tasks;
  }

  /** All that was acknowledged is there, and completes once it can. */
  void checkKept(Server server) throws IOException {
    for (var task : tasks) {
      assertThat(server.get("/workflows/task-workflow-" + task).status()).isEqualTo(200);
    }
    long end = System.nanoTime() + HEALED_WITHIN.toNanos();
    for (var task : tasks) {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(end - System.nanoTime()))
          .untilAsserted(
              () -> {
                var workflow = server.get("/workflows/task-workflow-" + task);
                assertThat(workflow.json().path("result").path("status").asText())
                    .as(workflow.text())
                    .isEqualTo("completed");
              });
      assertThat(server.get("/tasks/" + task).json().path("status").asText()).isEqualTo("assigned");
    }
  }
}
