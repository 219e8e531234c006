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

    assertThat(Wanted.of("dapr", all, "")).containsExactly(one, two);
    assertThat(Wanted.of("dapr", all, "all")).containsExactly(one, another, two);
    assertThat(Wanted.of("dapr", all, "1")).containsExactly(one, another);
    assertThat(Wanted.of("dapr", all, "3")).isEmpty();
  }

  @Test
  void aShortRunOnKubernetesLeavesToOthersWhatIsAlikeEverywhere() {
    var special = fault(18, "special");
    var alike = fault(19, "alike");
    var older = fault(23, "older");
    var all = List.of(special, alike, older);

    assertThat(Wanted.of("kubernetes", all, "")).containsExactly(special);
    assertThat(Wanted.of("kubernetes", all, "all")).containsExactly(special, alike, older);
    assertThat(Wanted.of("kubernetes", all, "19")).containsExactly(alike);
    assertThat(Wanted.of("dapr", all, "")).containsExactly(special, alike, older);
  }
}
