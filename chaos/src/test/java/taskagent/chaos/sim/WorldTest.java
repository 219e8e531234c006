package taskagent.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.embedded.MortalEngine;

/** A seed is a life, whichever machine it is lived on. */
final class WorldTest {

  private static final int CRASHES = 10;

  @TempDir Path folder;

  @Test
  void aSeedIsAlwaysTheSameLife() throws IOException {
    MortalEngine.make(folder);
    for (long seed = 1; seed <= 5; seed++) {
      var once = world("once-" + seed, seed);
      var again = world("again-" + seed, seed);

      assertThat(again.live()).isEqualTo(once.live()).isEmpty();
      assertThat(again.calls()).isEqualTo(once.calls()).hasSizeGreaterThan(CRASHES);
      assertThat(again.outside().published()).isEqualTo(once.outside().published());
      assertThat(again.outside().notified()).isEqualTo(once.outside().notified());
    }
  }

  private World world(String name, long seed) throws IOException {
    MortalEngine.copy(folder, folder.resolve(name));
    return new World(folder.resolve(name), seed, CRASHES);
  }
}
