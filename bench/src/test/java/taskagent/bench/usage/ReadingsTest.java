package taskagent.bench.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests how figures of the system and metrics of the server are read. */
final class ReadingsTest {

  @Test
  void aProcessNameMayContainAnything() {
    var stat = "42 (a) b (c) R 1 42 42 0 -1 4194304 100 0 0 0 1234 66 0 0 20 0 23 0 500 1 2";

    assertThat(ProcUsage.cpu(stat)).isEqualTo(13.0);
  }

  @Test
  void ioWaitIsIdle() {
    var cores = ProcUsage.cores("cpu  100 200 300 4000 500 10 20 30 999 999");

    assertThat(cores.idle()).isEqualTo(45.0);
    assertThat(cores.busy()).isEqualTo(6.6);
  }

  @Test
  void metricsAreReadByNameAndLabels() {
    var metrics =
        ServerMetrics.parse(
            """
            # HELP taskagent_database_commits_total Commits to the database.
            # TYPE taskagent_database_commits_total counter
            taskagent_database_commits_total 1.2345678E7
            http_server_request_duration_seconds_count{method="GET",route="/tasks",status="2xx"} 9
            taskagent_task_events_total{type="overdue"} 7.0
            taskagent_events_pending 0.0
            taskagent_sagas_ended_total{outcome="completed"} 12.0
            """);

    assertThat(metrics.value(ServerMetrics.COMMITS)).isEqualTo(12_345_678);
    assertThat(metrics.value("taskagent_task_events_total{type=\"overdue\"}")).isEqualTo(7);
    assertThat(metrics.value("taskagent_events_pending")).isZero();
    assertThat(metrics.value(ServerMetrics.COMPLETED)).isEqualTo(12);
    assertThat(metrics.value("no_such")).isZero();
    assertThat(metrics.figures()).hasSize(5);
  }
}
