package taskagent.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Tests that a rate is kept, and not exceeded. */
final class FixedRateTest {

  @Test
  void runsAtFixedTimes() throws Exception {
    var numbers = new ArrayList<Long>();
    long begun = System.nanoTime();

    long ran = FixedRate.run(1_000, number -> number < 50, numbers::add);

    assertThat(ran).isEqualTo(50);
    assertThat(numbers).hasSize(50).isSorted().startsWith(0L, 1L).endsWith(49L);
    assertThat(System.nanoTime() - begun).as("49 pauses of 1 ms").isGreaterThan(49_000_000);
  }
}
