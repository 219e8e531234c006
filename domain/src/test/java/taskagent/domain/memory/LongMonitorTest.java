package taskagent.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;

/** A run that continues as new very often. */
final class LongMonitorTest {

  private static final int ROUNDS = 1_000;
  private static final Duration REST = Duration.ofHours(1);
  private static final RunId ID = new RunId("monitor-1");

  @Test
  void itsJournalStaysShort() {
    var outside = ScriptedOutside.with(new ManualClock());
    var engine = InMemoryEngine.inCallersThread(outside);
    engine.runs().start(Monitor.run(ID, new Round(ROUNDS, REST), ManualClock.START));

    for (int round = 1; round <= ROUNDS; round++) {
      var state = engine.runs().find(ID).orElseThrow().state();
      assertThat(state.generation()).isEqualTo(round);
      assertThat(engine.journal(ID)).hasSizeLessThan(3);
      engine.advance(REST);
    }

    assertThat(engine.runs().find(ID).orElseThrow().state().outcome()).contains(Outcome.COMPLETED);
    assertThat(outside.recorder().keysOf(ID)).hasSize(ROUNDS).doesNotHaveDuplicates();
  }
}
