package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.problem;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.http.api.OpenApiRoute;

/** Health, metrics and the API's document. */
final class OperationRoutesTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isUp() {
    for (var path : new String[] {"/health/live", "/health/ready", "/healthz"}) {
      var answer = server.get(path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }
  }

  @Test
  void isNotReadyWhenTheEngineIsNotButIsAlive() {
    server.notReady = Optional.of("the database cannot be written");
    for (var path : new String[] {"/health/ready", "/healthz"}) {
      var answer = server.get(path);
      assertThat(problem(answer, 503).path("detail").asText())
          .isEqualTo("the database cannot be written.");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreInPrometheusTextFormat() {
    server.get("/tasks/t1");
    server.get("/nothing");
    server.get("/nothing-else");
    server.raw("nonsense\r\n\r\n");
    var answer = server.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body())
        .contains(
            "http_server_request_duration_seconds_count"
                + "{method=\"GET\",route=\"/tasks/{task_id}\",status=\"4xx\"} 1",
            "http_server_request_duration_seconds_count"
                + "{method=\"none\",route=\"none\",status=\"4xx\"} 3",
            "# HELP taskagent_tasks Tasks by state.",
            "taskagent_tasks{state=\"open\"} 7.0",
            "taskagent_tasks{state=\"overdue\"} 2.0",
            "taskagent_commits_total 9.0",
            "# TYPE taskagent_commits_total counter",
            "jvm_memory_used_bytes{area=\"heap\"}",
            "jvm_threads_current");
    assertThat(answer.body().lines())
        .as("a metric that cannot be read")
        .noneMatch(text -> text.startsWith("taskagent_events_dead"));
    var line = Pattern.compile("#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? [-+0-9.eEInfNa]+");
    assertThat(answer.body().lines()).allMatch(text -> line.matcher(text).matches());
  }

  @Test
  void theDocumentIsServed() {
    var answer = server.get("/openapi.yaml");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(answer.body())
        .isEqualTo(new String(OpenApiRoute.document(), StandardCharsets.UTF_8));
  }
}
