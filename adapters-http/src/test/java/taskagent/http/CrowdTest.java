package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Workflows;
import taskagent.domain.task.TaskId;
import taskagent.http.TestServer.RawConnection;

/** Many clients at once that hold something: a connection, memory, or a place to wait. */
final class CrowdTest {

  private static final int CONNECTIONS = 64;
  private static final long MEMORY = 1 << 20;
  private static final String POST =
      "POST /chat/ada HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private final TestServer server =
      TestServer.start(
          settings ->
              settings
                  .withMaxWaits(4)
                  .withCapacity(new Capacity(CONNECTIONS, MEMORY, Duration.ofSeconds(5)))
                  .withClientTimeout(Duration.ofMinutes(2))
                  .withIdleTimeout(Duration.ofMinutes(2)));

  private final List<RawConnection> open = new ArrayList<>();

  @AfterEach
  void stop() {
    leave();
    server.close();
  }

  private void leave() {
    open.forEach(RawConnection::close);
    open.clear();
  }

  private void connect(int clients, String bytes) {
    IntStream.range(0, clients)
        .forEach(
            _ -> {
              var connection = server.connect();
              open.add(connection);
              connection.send(bytes);
            });
  }

  private String metric(String name) {
    return server
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /hea",
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        POST + "Content-Length: 100\r\n\r\n{",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void clientsThatAreIdleOrSlowDoNotKeepTheLastPlace(String sent) {
    connect(4 * CONNECTIONS, sent);
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/tasks/t1").statusCode()).isEqualTo(404);
    assertThat(Double.parseDouble(metric("http_server_connections_open")))
        .isLessThanOrEqualTo(CONNECTIONS);
    assertThat(Double.parseDouble(metric("http_server_connections_displaced_total")))
        .isGreaterThanOrEqualTo(3 * CONNECTIONS);
  }

  @Test
  void bodiesThatAreNotCompleteHaveOneBoundForAllOfTheirMemory() {
    connect(8, POST + "Content-Length: 65000\r\n\r\n{\"content\": \"" + "x".repeat(60_000));
    await().untilAsserted(() -> assertThat(server.get("/health/live").statusCode()).isEqualTo(200));
    await()
        .untilAsserted(
            () -> {
              try (var refused = server.connect()) {
                refused.send(POST + "Content-Length: 65000\r\n\r\n" + "x".repeat(65_000));
                assertThat(refused.readToEnd())
                    .startsWith("HTTP/1.1 429 ")
                    .contains("Retry-After: 1\r\n")
                    .contains("no memory for another body");
              }
            });

    leave();
    await()
        .untilAsserted(
            () -> assertThat(metric("http_server_memory_reserved_bytes")).isEqualTo("0.0"));
    assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void bodiesInChunksCountAsMuchAsTheyMayBecome() {
    var begun = POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n";
    connect(8, begun);
    await()
        .untilAsserted(
            () -> {
              try (var refused = server.connect()) {
                refused.send(begun + "1\r\n}\r\n0\r\n\r\n");
                assertThat(refused.readToEnd()).startsWith("HTTP/1.1 429 ");
              }
            });
  }

  @Test
  void headersThatAreNotCompleteCountToo() {
    var header = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(14_000);
    connect(CONNECTIONS - 8, header);
    await()
        .untilAsserted(
            () ->
                assertThat(Double.parseDouble(metric("http_server_memory_reserved_bytes")))
                    .isBetween(MEMORY / 2.0, (double) MEMORY));
    leave();
    await()
        .untilAsserted(
            () -> assertThat(metric("http_server_memory_reserved_bytes")).isEqualTo("0.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"})
  void clientsThatLeaveWhileTheyWaitFreeTheirPlaces(String more) {
    var gate = server.outside.notifier().hold(new TaskId("t1"), new Notifier.Sent());
    server.post(
        "/tasks/process",
        """
        {"task_id": "t1", "title": "A title", "description": "What is to be done",
         "assignee": "ada"}""");
    await().until(gate::reached);
    var wait = "/workflows/task-workflow-t1?wait=60s";
    connect(4, "GET " + wait + " HTTP/1.1\r\nHost: localhost\r\n\r\n" + more);
    await().until(() -> metric("http_server_waits_active").equals("4.0"));
    assertThat(server.get(wait).statusCode()).isEqualTo(429);

    assertThat(Workflows.STOP_ASKED_EVERY).isLessThan(Duration.ofSeconds(1));
    leave();
    await()
        .atMost(Duration.ofSeconds(20)) // a third of what they asked for, on a busy machine
        .until(() -> metric("http_server_waits_active").equals("0.0"));
    gate.open();
    assertThat(server.get(wait).statusCode()).isEqualTo(200);
  }

  @Test
  void clientsThatStayAreNotTakenForOnesThatLeft() {
    var gate = server.outside.notifier().hold(new TaskId("t1"), new Notifier.Sent());
    server.post(
        "/tasks/process",
        """
        {"task_id": "t1", "title": "A title", "description": "What is to be done",
         "assignee": "ada"}""");
    await().until(gate::reached);
    var asks = "GET /workflows/task-workflow-t1?wait=60s HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (var patient = server.connect()) {
      patient.send(asks + "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      // Longer than the server needs to look twice for a client.
      await()
          .during(Duration.ofMillis(1500))
          .atMost(Duration.ofSeconds(30))
          .until(() -> metric("http_server_waits_active").equals("1.0"));
      gate.open();
      assertThat(patient.readAnswer()).contains("\"status\":\"COMPLETED\"");
      assertThat(patient.readAnswer()).contains("\"status\":\"UP\"");
    }
  }
}
