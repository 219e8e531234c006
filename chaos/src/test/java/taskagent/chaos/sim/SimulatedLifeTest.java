package taskagent.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.embedded.CrashableEngine;

/** Tests that a seed always leads to the same life, and that runs of all kinds end in all ways. */
final class SimulatedLifeTest {

  private static final int CRASHES = 10;

  @TempDir Path folder;

  @Test
  void aSeedAlwaysLeadsToTheSameLife() throws IOException {
    var ends = new HashSet<String>();
    CrashableEngine.make(folder);
    for (long seed = 1; seed <= 5; seed++) {
      var once = life("once-" + seed, seed);
      var again = life("again-" + seed, seed);

      assertThat(again.live()).isEqualTo(once.live()).isEmpty();
      assertThat(again.calls()).isEqualTo(once.calls()).hasSizeGreaterThan(CRASHES);
      assertThat(again.receivers().published()).isEqualTo(once.receivers().published());
      assertThat(again.receivers().notified()).isEqualTo(once.receivers().notified());
      assertThat(again.runs().ends()).isEqualTo(once.runs().ends());
      ends.addAll(once.runs().ends());
    }
    for (var kind : List.of("parcel-order", "monitor", "delivery")) {
      assertThat(ends).contains(kind + " COMPLETED");
    }
    assertThat(ends)
        .contains(
            "parcel-order FAILED",
            "delivery FAILED",
            "parcel-order CANCELLED",
            "monitor CANCELLED");
  }

  private SimulatedLife life(String name, long seed) throws IOException {
    CrashableEngine.copy(folder, folder.resolve(name));
    return new SimulatedLife(folder.resolve(name), seed, CRASHES);
  }
}
