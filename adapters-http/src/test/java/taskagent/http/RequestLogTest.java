package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.contract.RecordedLog;

@Isolated("it reads a logger that all servers of this JVM share")
final class RequestLogTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final SimpleFormatter formatter = new SimpleFormatter();
  private final RecordedLog log = new RecordedLog("taskagent.http", Level.FINE);
  private final TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
    log.close();
  }

  @Test
  void tellsTheTraceThatARequestBelongsTo() {
    server.get("/tasks/t1", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    assertThat(line("/tasks/t1")).contains(" 404 ").endsWith(" trace=" + TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-" + TRACE,
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void aRequestThatBelongsToNoTraceIsItsOwn(String traceparent) {
    server.get("/tasks/t1", "traceparent", traceparent, "X-Request-Id", "mine-1");
    assertThat(line("/tasks/t1")).endsWith(" request=mine-1 trace=mine-1");
  }

  @Test
  void tellsTheWorkflowThatARequestStarted() {
    server.process("t1");
    assertThat(line("/tasks/process")).endsWith(" started=/workflows/task-workflow-t1");
  }

  /** Waits, because the line is logged after the answer is sent. */
  private String line(String path) {
    return await()
        .until(
            () ->
                log.records().stream()
                    .map(formatter::formatMessage)
                    .filter(line -> line.contains(" " + path + " "))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
