package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;

/** A kind that continues as new, as a Dapr workflow over the executor of the SDK. */
class MonitorOnDaprTest {

  private static final RunId ID = new RunId("monitor-1");
  private static final Duration REST = Duration.ofHours(1);

  private static ScriptedRun monitor(int rounds) {
    return new ScriptedRun(Monitor.run(ID, new Round(rounds, REST), ManualClock.START));
  }

  private static String told(ScriptedRun run) {
    return String.join(", ", run.outside().recorder().of(ID));
  }

  @Test
  void theHistoryOfAThousandRoundsStaysShort() {
    var run = monitor(1_000);
    for (int round = 1; round <= 1_000; round++) {
      assertThat(run.sidecar().settle().generations()).isEqualTo(round);
      run.sidecar().advance(REST);
    }
    run.sidecar().settle();

    assertThat(run.end().outcome()).contains(Outcome.COMPLETED);
    assertThat(run.end().generation()).isEqualTo(1_000);
    assertThat(run.sidecar().longestHistory()).isLessThanOrEqualTo(12);
    assertThat(run.sidecar().inputs()).as("one activity in each round").hasSize(1_000);
    assertThat(run.outside().recorder().keysOf(ID))
        .hasSize(1_000)
        .doesNotHaveDuplicates()
        .startsWith("monitor-1/tell/do", "monitor-1~2/tell/do")
        .endsWith("monitor-1~1000/tell/do");
  }

  @Test
  void signalsOfOneTurnAreHeardByLaterGenerations() {
    var run = monitor(4);
    run.sidecar().settle();
    run.signal("1", Monitor.CHANGED, "a");
    run.signal("2", Monitor.CHANGED, "b");
    run.signal("2", Monitor.CHANGED, "b");
    run.signal("3", Monitor.CHANGED, "c").settle();

    // Dapr gives the events that it kept in any order.
    assertThat(told(run))
        .isIn("tell 1, tell 2 a, tell 3 b, tell 4 c", "tell 1, tell 2 a, tell 3 c, tell 4 b");
    assertThat(run.sidecar().timers()).as("it rests in its last round").isOne();
  }

  @Test
  void aSignalOfAnEarlierGenerationTakesNoEffectAgain() {
    var run = monitor(3);
    run.sidecar().settle();
    run.signal("1", Monitor.CHANGED, "a").settle();

    run.signal("1", Monitor.CHANGED, "a").settle();

    assertThat(run.sidecar().generations()).isEqualTo(2);
  }

  @Test
  void aCancellationThatComesWithTheEndOfAGenerationIsNotLost() {
    var run = monitor(3);
    run.sidecar().settle();

    run.signal("1", Monitor.CHANGED, "a").raise(WorkflowInstances.COMMAND, "").settle();

    assertThat(run.end().outcome()).contains(Outcome.CANCELLED);
    assertThat(told(run)).endsWith("revoke");
  }

  @Test
  void aCancelledRunDoesNotContinue() {
    var run = monitor(3);
    run.sidecar().settle().raise(WorkflowInstances.COMMAND, "").settle();

    assertThat(run.end().outcome()).contains(Outcome.CANCELLED);
    assertThat(run.sidecar().generations()).isOne();
    assertThat(told(run)).isEqualTo("tell 1, revoke");
  }
}
