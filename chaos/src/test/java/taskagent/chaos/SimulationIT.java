package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.chaos.sim.Simulation;

/**
 * Crashes at the commits of the embedded engine, by the thousand. {@code -Dchaos.worlds=20000} has
 * more of them, {@code -Dchaos.first=1} begins with that seed.
 */
@Tag("chaos")
class SimulationIT {

  private static final int CRASHES = 5;

  @TempDir Path folder;

  @Test
  void whateverItIsKilledAtNothingIsLost() throws InterruptedException {
    long first = Long.getLong("chaos.first", System.currentTimeMillis());
    int worlds = Integer.getInteger("chaos.worlds", 400);

    var result = Simulation.run(folder, first, worlds, CRASHES);

    System.out.printf(
        "%d simulated crashes, -Dchaos.first=%d -Dchaos.worlds=%d%n",
        result.crashes(), first, worlds);
    assertThat(result.crashes()).isEqualTo(worlds * CRASHES);
    assertThat(result.violations()).isEqualTo(Map.of());
  }
}
