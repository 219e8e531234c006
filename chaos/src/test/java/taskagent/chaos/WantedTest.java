package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WantedTest {

  @Test
  void numbersAreOnesAndRanges() {
    assertThat(Wanted.numbers("5")).containsExactly(5L);
    assertThat(Wanted.numbers("5,7")).containsExactly(5L, 7L);
    assertThat(Wanted.numbers("1-3, 9")).containsExactly(1L, 2L, 3L, 9L);
  }
}
