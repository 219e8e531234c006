package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.problem;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.contract.RecordedLog;
import taskagent.domain.port.Unavailable;
import taskagent.json.Json;

/** One cause has one answer, whichever request meets it (specification §5). */
@Isolated("it reads a logger that all servers of this JVM share")
final class EngineFailuresTest {

  private final RecordedLog log = new RecordedLog("taskagent.http", Level.INFO);
  private final TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
    log.close();
  }

  /** What engines throw for something stored that cannot be read. */
  static Stream<Runnable> damages() {
    return Stream.of(
        () -> Json.read("secret"),
        () -> {
          throw Unavailable.damaged("secret");
        });
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damagedDataIs500OnEveryWayAndOneLineInTheLog(Runnable damage) {
    server.beforeEngine = damage;
    List<Supplier<HttpResponse<String>>> requests =
        List.of(
            () -> server.get("/tasks/t1"),
            () -> server.get("/tasks/t1/timeline"),
            () -> server.post("/tasks/t1/start"),
            () -> server.post("/tasks/t1/assign", "{\"assignee\": \"ada\"}"),
            () -> server.send("DELETE", "/tasks/t1", BodyPublishers.noBody()),
            () -> server.get("/workflows/task-workflow-t1"),
            () -> server.get("/workflows/task-workflow-t1?wait=5s"),
            () -> server.post("/workflows/task-workflow-t1/cancel"),
            () -> server.get("/chat/ada/history"),
            () -> server.post("/chat/ada", "{\"content\": \"Hello\"}"));
    for (var request : requests) {
      log.records().clear();
      var answer = request.get();
      assertThat(problem(answer, 500).path("detail").asText())
          .startsWith("What is stored about this cannot be read.")
          .contains(answer.headers().firstValue("X-Request-Id").orElseThrow())
          .doesNotContain("secret");
      assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
      assertThat(log.records()).hasSize(1);
      assertThat(log.records().getFirst().getLevel()).isEqualTo(Level.SEVERE);
      assertThat(log.records().getFirst().getThrown()).isNull();
    }
  }
}
