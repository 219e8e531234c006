package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.server.ServerProcess;

/** Nobody reads the server's standard error, so the pipe behind it is full soon. */
@Execution(ExecutionMode.CONCURRENT)
class UnreadOutputIT {

  /** They log about six times what a pipe holds. */
  private static final int TASKS = 600;

  @TempDir Path data;

  @Test
  void sagasCompleteAndTheServerShutsDown() throws IOException {
    var tasks = new AcknowledgedTasks();
    try (var server = ServerProcess.startUnread(data)) {
      tasks.request(server, TASKS);
      tasks.checkKept(server);
      assertThat(server.get("/health/ready").status()).isEqualTo(200);
      assertThat(server.get("/metrics").text()).contains("taskagent_log_lines_dropped_total 0");
      assertThat(server.stop()).isZero();
    }
  }
}
