package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static taskagent.http.TestServer.problem;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;

/** Too much load, and an engine that is unavailable (specification §5). */
final class LoadTest {

  private final TestServer server =
      TestServer.start(
          settings ->
              settings.withMaxRequests(1).withMaxWaits(1).withDrainTimeout(Duration.ofSeconds(2)));

  @AfterEach
  void stop() {
    server.close();
  }

  private CompletableFuture<HttpResponse<String>> later(String path) {
    return CompletableFuture.supplyAsync(
        () -> server.get(path), Executors.newVirtualThreadPerTaskExecutor());
  }

  @Test
  void moreRequestsThanItCanAnswerAtOnceAre429ButHealthIsAnswered() throws Exception {
    var reached = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    server.beforeEngine =
        () -> {
          reached.countDown();
          wait(open);
        };
    var first = later("/chat/ada/history");
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();

    var second = server.get("/chat/ada/history");
    problem(second, 429);
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    for (var path : new String[] {"/health/live", "/health/ready", "/metrics", "/openapi.yaml"}) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
    }
    open.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(server.get("/chat/ada/history").statusCode()).isEqualTo(200);
  }

  private static void wait(CountDownLatch latch) {
    try {
      boolean _ = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void thoseThatWaitLeaveTheOthersTheirPlacesAndHaveALimitOfTheirOwn() throws Exception {
    var gate = server.outside.notifier().hold(new TaskId("t1"), new Notifier.Sent());
    server.post(
        "/tasks/process",
        """
        {"task_id": "t1", "title": "A title", "description": "What is to be done",
         "assignee": "ada"}""");
    await().until(gate::reached);
    var waits = later("/workflows/task-workflow-t1?wait=20s");
    await().until(() -> server.get("/metrics").body().contains("http_server_waits_active 1"));

    assertThat(server.get("/workflows/task-workflow-t1").statusCode()).isEqualTo(200);
    assertThat(server.get("/tasks/t1").statusCode()).isEqualTo(200);
    problem(server.get("/workflows/task-workflow-t1?wait=20s"), 429);
    gate.open();
    assertThat(waits.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void anEngineOutOfReachIs503() {
    server.beforeEngine =
        () -> {
          throw Unavailable.outOfReach("the database cannot be written");
        };
    var answer = server.get("/tasks/t1");
    assertThat(problem(answer, 503).path("detail").asText())
        .isEqualTo("the database cannot be written.");
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void anEngineWithTooMuchToDoIs429() {
    server.beforeEngine =
        () -> {
          throw Unavailable.overloaded("too many writes are waiting");
        };
    var answer = server.post("/chat/ada", "{\"content\":\"Hello\"}");
    problem(answer, 429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void aBugIs500WithNothingOfItButAnId() {
    for (var failure :
        new Throwable[] {new IllegalStateException("secret"), new StackOverflowError("secret")}) {
      server.beforeEngine =
          () -> {
            if (failure instanceof RuntimeException e) {
              throw e;
            }
            throw (StackOverflowError) failure;
          };
      var answer = server.get("/tasks/t1", "X-Request-Id", "named-1");
      assertThat(problem(answer, 500).path("detail").asText())
          .contains("named-1")
          .doesNotContain("secret");
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }
  }
}
