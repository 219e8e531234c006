package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.problem;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.port.Unavailable;
import taskagent.json.Json;

/** One cause has one answer, whichever request meets it (specification §5). */
@Isolated("it reads a logger that all servers of this JVM share")
final class EngineFailuresTest {

  private final Logger logger = Logger.getLogger("taskagent.http");
  private final List<LogRecord> log = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          log.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final TestServer server = TestServer.start();

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void close() {
    server.close();
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
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
      log.clear();
      var answer = request.get();
      assertThat(problem(answer, 500).path("detail").asText())
          .startsWith("What is stored about this cannot be read.")
          .contains(answer.headers().firstValue("X-Request-Id").orElseThrow())
          .doesNotContain("secret");
      assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
      assertThat(log).hasSize(1);
      assertThat(log.getFirst().getLevel()).isEqualTo(Level.SEVERE);
      assertThat(log.getFirst().getThrown()).isNull();
    }
  }
}
