package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;
import taskagent.testing.server.ServerProcess;

/** Requests tasks, and checks that each acknowledged one is kept and completes. */
final class AcknowledgedTasks {

  private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  private final List<String> tasks = new ArrayList<>();
  private int requested;

  /** Requests one more task. The answer must be 202, or 503 with {@code Retry-After}. */
  Answer request(ServerProcess server) throws IOException {
    var task = "task-" + ++requested;
    var answer =
        server.post(
            "/tasks/process",
            JsonHttpClient.json(
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
      ProblemAssertions.check(answer, 503);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
    return answer;
  }

  /** Requests so many tasks, each of which must be acknowledged. */
  void request(ServerProcess server, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(request(server).status()).isEqualTo(202);
    }
  }

  List<String> tasks() {
    return tasks;
  }

  /** Checks that each acknowledged task exists, and that its saga completes. */
  void checkKept(ServerProcess server) throws IOException {
    for (var task : tasks) {
      assertThat(server.get("/workflows/task-workflow-" + task).status()).isEqualTo(200);
    }
    long end = System.nanoTime() + HEALED_WITHIN.toNanos();
    for (var task : tasks) {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(Math.max(1_000_000_000, end - System.nanoTime())))
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
