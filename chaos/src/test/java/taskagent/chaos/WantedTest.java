package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.chaos.fault.Fault;

class WantedTest {

  @Test
  void numbersAreOnesAndRanges() {
    assertThat(Wanted.numbers("5")).containsExactly(5L);
    assertThat(Wanted.numbers("5,7")).containsExactly(5L, 7L);
    assertThat(Wanted.numbers("1-3, 9")).containsExactly(1L, 2L, 3L, 9L);
  }

  private static Fault fault(int row, String name) {
    return new Fault(row, name, Duration.ZERO, _ -> {}, () -> {});
  }

  @Test
  void aShortRunHasTheFirstOfEachRow() {
    var one = fault(1, "one");
    var another = fault(1, "another");
    var two = fault(2, "two");
    var all = List.of(one, another, two);

    assertThat(Wanted.of(all, "")).containsExactly(one, two);
    assertThat(Wanted.of(all, "all")).containsExactly(one, another, two);
    assertThat(Wanted.of(all, "1")).containsExactly(one, another);
    assertThat(Wanted.of(all, "3")).isEmpty();
  }
}
