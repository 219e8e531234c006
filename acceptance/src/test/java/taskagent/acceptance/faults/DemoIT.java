package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.server.AppProcess;

/** The demo, as somebody who has just built the application runs it (specification §9). */
@Execution(ExecutionMode.CONCURRENT)
@Order(2) // it takes long
class DemoIT {

  @TempDir Path folder;

  /** Settings of other servers in the environment do not reach the demo's own server. */
  @Test
  void theDemoSucceeds() {
    var ended =
        AppProcess.run(
            Duration.ofMinutes(2),
            Map.of("TASKAGENT_NOTIFY_SIMULATED_FAILURE_RATE", "1"),
            "demo",
            "--data",
            folder.toString());
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out()).contains("kill -9", "overdue", "It all happened.");
    assertThat(ended.err()).isEmpty();
  }
}
