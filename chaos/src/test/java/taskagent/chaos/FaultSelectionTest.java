package taskagent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import taskagent.chaos.fault.Fault;

class FaultSelectionTest {

  @Test
  void numbersAreSingleOnesAndRanges() {
    assertThat(FaultSelection.numbers("5")).containsExactly(5L);
    assertThat(FaultSelection.numbers("5,7")).containsExactly(5L, 7L);
    assertThat(FaultSelection.numbers("1-3, 9")).containsExactly(1L, 2L, 3L, 9L);
  }

  private static Fault fault(int row, String name) {
    return new Fault(row, name, Duration.ZERO, _ -> {}, () -> {});
  }

  @Test
  void theShortFormHasTheFirstFaultOfEachRow() {
    var one = fault(2, "one");
    var another = fault(2, "another");
    var two = fault(3, "two");
    var all = List.of(one, another, two);

    assertThat(FaultSelection.of("dapr", all, "")).containsExactly(one, two);
    assertThat(FaultSelection.of("dapr", all, "all")).containsExactly(one, another, two);
    assertThat(FaultSelection.of("dapr", all, "2")).containsExactly(one, another);
    assertThat(FaultSelection.of("dapr", all, "4")).isEmpty();
  }

  @Test
  void theShortFormOnKubernetesHasOnlyTheRowsThatNeedACluster() {
    var sidecar = fault(5, "sidecar");
    var pod = fault(9, "pod");
    var older = fault(23, "older");
    var all = List.of(sidecar, pod, older);

    assertThat(FaultSelection.of("kubernetes", all, "")).containsExactly(pod);
    assertThat(FaultSelection.of("kubernetes", all, "all")).containsExactly(sidecar, pod, older);
    assertThat(FaultSelection.of("kubernetes", all, "5")).containsExactly(sidecar);
    assertThat(FaultSelection.of("dapr", all, "")).containsExactly(sidecar, pod, older);
  }

  @Test
  void theShortFormRunsEachRowOnSomeTier() {
    var covered =
        List.of("embedded", "dapr", "kubernetes").stream()
            .flatMap(
                tier ->
                    FaultSelection.of(
                        tier,
                        FaultSelection.rowsOf(tier).stream().map(row -> fault(row, "x")).toList(),
                        "")
                        .stream())
            .map(Fault::number)
            .toList();

    // Row 1 is the simulation, and row 8 is StoreWipeIT of the acceptance tests.
    assertThat(Set.copyOf(covered))
        .containsExactlyInAnyOrder(
            2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
  }
}
