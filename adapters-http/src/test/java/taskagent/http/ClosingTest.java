package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static taskagent.http.TestServer.json;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier;
import taskagent.domain.task.TaskId;

/** The server shuts down gracefully, and closes connections of clients that are too slow. */
final class ClosingTest {

  private static final Executor THREADS = Thread::startVirtualThread;

  private final TestServer server =
      TestServer.start(
          settings ->
              settings
                  .withDrainTimeout(Duration.ofSeconds(20))
                  .withClientTimeout(Duration.ofSeconds(1)));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void finishesWhatItIsAnsweringAndTakesNothingNew() throws Exception {
    var reached = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    server.beforeEngine =
        () -> {
          reached.countDown();
          wait(open);
        };
    var idle = server.connect();
    idle.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(idle.readAnswer()).startsWith("HTTP/1.1 200 ").doesNotContain("Connection: close");
    var busy = server.connect();
    busy.send("GET /chat/ada/history HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();

    var closed = CompletableFuture.runAsync(server.server::close, THREADS);
    assertThat(idle.readToEnd()).as("idle connections end").isEmpty();
    await().untilAsserted(() -> assertThatThrownBy(server::connect).as("nothing new").isNotNull());
    assertThat(closed).isNotDone();
    open.countDown();
    assertThat(busy.readToEnd())
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close")
        .contains("\"user_id\":\"ada\"");
    closed.get(20, TimeUnit.SECONDS);
  }

  private static void wait(CountDownLatch latch) {
    try {
      boolean _ = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tellsClientsThatPauseThatTheyMustLeaveBeforeItCutsThemOff() throws Exception {
    try (var patient =
            TestServer.start(
                settings ->
                    settings
                        .withDrainTimeout(Duration.ofSeconds(20))
                        .withClientTimeout(Duration.ofSeconds(10)));
        var pausing = patient.connect()) {
      pausing.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(pausing.readAnswer()).doesNotContain("Connection: close");
      var closed = CompletableFuture.runAsync(patient.server::close, THREADS);
      // Much longer than a call takes on one processor, and much shorter than the server waits.
      await().pollDelay(Duration.ofMillis(200)).until(() -> !closed.isDone());

      pausing.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(pausing.readToEnd()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void answersThoseAtOnceThatWait() throws Exception {
    var gate = server.outside.notifier().hold(new TaskId("t1"), new Notifier.Sent());
    server.post(
        "/tasks/process",
        """
        {"task_id": "t1", "title": "A title", "description": "What is to be done",
         "assignee": "ada"}""");
    await().until(gate::reached);
    var waits =
        CompletableFuture.supplyAsync(
            () -> server.get("/workflows/task-workflow-t1?wait=60s"), THREADS);
    await().until(() -> server.get("/metrics").body().contains("http_server_waits_active 1"));

    long started = System.nanoTime();
    server.server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
    assertThat(json(waits.get(20, TimeUnit.SECONDS)).path("status").asText()).isEqualTo("RUNNING");
    gate.open();
  }

  @Test
  void isNotReadyFromThenOn() throws Exception {
    try (var patient =
            TestServer.start(settings -> settings.withDrainTimeout(Duration.ofSeconds(20)));
        var connection = patient.connect()) {
      connection.send(
          "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 100 ");

      var closed = CompletableFuture.runAsync(patient.server::close, THREADS);
      await().untilAsserted(() -> assertThatThrownBy(patient::connect).isNotNull());
      connection.send("x");
      assertThat(connection.readToEnd())
          .startsWith("HTTP/1.1 503 ")
          .contains("the server is shutting down");
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void closesConnectionsOfClientsThatTrickleTheirRequests() {
    var post = "POST /chat/ada HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    for (var part :
        new String[] {
          "GET /health/live HTTP/1.1\r\nHost: localhost\r\n",
          post + "Content-Length: 1000\r\n\r\n{",
          post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
        }) {
      try (var slow = server.connect()) {
        slow.send(part);
        assertThat(slow.readToEnd()).isEmpty();
      }
    }
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void closesConnectionsOfClientsThatDoNotTakeTheirAnswers() {
    var requests = "GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100);
    try (var greedy = server.connect()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  greedy.send(requests);
                }
              })
          .isInstanceOf(UncheckedIOException.class);
    }
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void closesConnectionsThatAreIdle() {
    try (var impatient =
            TestServer.start(settings -> settings.withIdleTimeout(Duration.ofSeconds(2)));
        var silent = impatient.connect();
        var begun = impatient.connect();
        var served = impatient.connect()) {
      begun.send("GET /hea");
      served.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(served.readAnswer()).startsWith("HTTP/1.1 200 ");
      assertThat(silent.readToEnd()).isEmpty();
      assertThat(begun.readToEnd()).isEmpty();
      assertThat(served.readToEnd()).isEmpty();
    }
  }

  @Test
  void saysThatAnAddressIsTaken() {
    var taken = HttpSettings.on("127.0.0.1", server.server.port());
    assertThatThrownBy(
            () -> HttpServer.start(taken, server.ports(), Untraced.BY_NOBODY, server.clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1");
  }
}
