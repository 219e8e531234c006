package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskagent.chaos.sim.Simulation;

/**
 * Simulates crashes at the commits of the embedded engine. {@code -Dchaos.lives=20000} simulates
 * more lives, and {@code -Dchaos.first=1} sets the first seed.
 */
@Tag("chaos")
@ResourceLock(FaultSelection.PROCESSORS)
class SimulationIT {

  private static final int CRASHES = 5;

  @TempDir Path folder;

  @Test
  void noCrashAtACommitLosesAnything() throws InterruptedException {
    long first = Long.getLong("chaos.first", System.currentTimeMillis());
    int lives = Integer.getInteger("chaos.lives", 400);

    var result = Simulation.run(folder, first, lives, CRASHES);

    System.out.printf(
        "%d simulated crashes, -Dchaos.first=%d -Dchaos.lives=%d%n",
        result.crashes(), first, lives);
    assertThat(result.failures()).isEqualTo(Map.of());
    assertThat(result.crashes()).isEqualTo(lives * CRASHES);
    assertThat(result.violations()).isEqualTo(Map.of());
  }
}
