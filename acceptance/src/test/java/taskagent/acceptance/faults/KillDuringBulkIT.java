package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.server.ServerProcess;

/**
 * The server is killed (SIGKILL) repeatedly while a bulk cancels some thousand tasks. Each of them
 * is cancelled once, and the counts are right (specification §14).
 */
@Execution(ExecutionMode.CONCURRENT)
class KillDuringBulkIT {

  private static final int TASKS = 3_000;
  private static final int CLIENTS = 32;

  /** How many tasks must be cancelled more before the server is killed again. */
  private static final int BETWEEN_KILLS = 700;

  private static final int KILLS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path data;

  @Test
  void cancelsEachTaskOnce() throws Exception {
    String location;
    try (var server = ServerProcess.start(data, List.of())) {
      request(server);
      awaitListed(server);
      location = begun(server);
      awaitDone(server, location, 1);
      server.kill();
    }
    for (int kill = 2; kill <= KILLS; kill++) {
      try (var server = ServerProcess.start(data, List.of())) {
        awaitDone(server, location, (kill - 1) * BETWEEN_KILLS);
        server.kill();
      }
    }
    try (var server = ServerProcess.start(data, List.of())) {
      awaitDone(server, location, TASKS - 1);
      Awaitility.await("the bulk ends")
          .atMost(PATIENCE)
          .until(() -> bulk(server, location).path("state").asText().equals("completed"));
      check(server, bulk(server, location));
      ExitAssertions.noStackTrace(server.err());
      assertThat(server.stop()).isZero();
    }
  }

  private static String id(int number) {
    return "bulk-" + number;
  }

  private static void request(ServerProcess server) throws Exception {
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      var requests = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < TASKS; i++) {
        var body =
            """
            {"task_id": "%s", "title": "To be cancelled", "description": "One of very many",
             "assignee": "ada"}"""
                .formatted(id(i));
        requests.add(() -> server.post("/tasks/process", body).status());
      }
      for (var answer : threads.invokeAll(requests)) {
        assertThat(answer.get()).isEqualTo(202);
      }
    }
  }

  private static void awaitListed(ServerProcess server) {
    Awaitility.await("all tasks are in the list and their workflows have ended")
        .atMost(PATIENCE)
        .until(
            () ->
                total(server, "/tasks?limit=1&q=assignee:ada") == TASKS
                    && total(server, "/workflows?limit=1&q=outcome:completed") == TASKS);
  }

  private static int total(ServerProcess server, String path) throws IOException {
    return server.get(path).json().path("total").path("value").asInt();
  }

  private static String begun(ServerProcess server) throws IOException {
    var answer =
        server.post(
            "/bulk",
            """
            {"action": "cancel", "q": "assignee:ada", "expected_count": %d}"""
                .formatted(TASKS));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.header("Location");
  }

  private static JsonNode bulk(ServerProcess server, String location) throws IOException {
    var answer = server.get(location);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static void awaitDone(ServerProcess server, String location, int atLeast) {
    Awaitility.await("so many tasks are cancelled")
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(() -> bulk(server, location).path("done").asInt() >= atLeast);
  }

  private static void check(ServerProcess server, JsonNode bulk) throws IOException {
    assertThat(bulk.path("count").asInt()).isEqualTo(TASKS);
    assertThat(bulk.path("done").asInt()).isEqualTo(TASKS);
    assertThat(bulk.path("refused").asInt()).isZero();
    assertThat(bulk.path("left").asInt()).isZero();
    for (int i = 0; i < TASKS; i++) {
      var types = new ArrayList<String>();
      for (var entry : server.get("/tasks/" + id(i) + "/timeline").json().path("entries")) {
        types.add(entry.path("type").asText());
      }
      assertThat(types)
          .as(id(i))
          .containsExactly("created", "assigned", "deadline_set", "cancelled");
    }
  }
}
