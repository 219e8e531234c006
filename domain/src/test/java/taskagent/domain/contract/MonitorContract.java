package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.engine.Runs.Started;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepState.Status;

/** How every engine runs a kind that continues as new (specification §10). */
public abstract class MonitorContract extends RunsContract {

  /** How long a round rests in a test in which nothing changes. */
  protected final Duration rest() {
    return engines().shortened(Duration.ofHours(1));
  }

  private RunId monitor(int rounds, Duration rest) {
    return started(Monitor.run(new RunId(fresh("monitor-")), new Round(rounds, rest), now()));
  }

  /** Returns a monitor that rests until something changes. */
  private RunId resting(int rounds) {
    var id = monitor(rounds, Duration.ofDays(1));
    rests(id, 1);
    return id;
  }

  private void rests(RunId id, int round) {
    eventually(() -> assertThat(find(id).state().generation()).isEqualTo(round));
    reaches(id, "rest", Status.RUNNING);
  }

  private void change(RunId id, String signal) {
    assertThat(engine().runs().signal(id, new Signal(signal, Monitor.CHANGED, signal)))
        .isEqualTo(new Signalled.Accepted());
  }

  @Test
  void aRunContinuesAsNewWithAnotherInput() {
    var id = resting(3);

    change(id, "a");
    rests(id, 2);
    change(id, "b");
    rests(id, 3);
    change(id, "c");

    assertThat(over(id, Outcome.COMPLETED).state().generation()).isEqualTo(3);
    assertThat(sent(id)).containsExactly("tell 1", "tell 2 a", "tell 3 b");
    assertThat(outside().recorder().keysOf(id))
        .containsExactly(id + "/tell/do", id + "~2/tell/do", id + "~3/tell/do");
  }

  @Test
  void itDoesSoWhenATimeIsOver() {
    var id = monitor(3, rest());

    for (int round = 1; round <= 3; round++) {
      rests(id, round);
      engine().advance(rest());
    }

    over(id, Outcome.COMPLETED);
    assertThat(sent(id)).containsExactly("tell 1", "tell 2", "tell 3");
  }

  @Test
  void signalsThatNobodyHeardAreCarriedOver() {
    var id = resting(4);

    List.of("a", "b", "c", "d").forEach(signal -> change(id, signal));

    over(id, Outcome.COMPLETED);
    assertThat(sent(id)).hasSize(4);
    assertThat(sent(id).stream().map(told -> told.split(" ", 0)[1]))
        .containsExactly("1", "2", "3", "4");
    assertThat(sent(id).stream().skip(1).map(told -> told.split(" ", 0)[2]))
        .as("three of the four are heard before the end, each once")
        .doesNotHaveDuplicates()
        .isSubsetOf("a", "b", "c", "d");
  }

  @Test
  void aSignalOfAnEarlierGenerationTakesNoEffectAgain() {
    var id = resting(3);
    change(id, "a");
    rests(id, 2);

    change(id, "a");
    engine().restart(Duration.ZERO);

    rests(id, 2);
    change(id, "b");
    rests(id, 3);
    assertThat(sent(id)).containsExactly("tell 1", "tell 2 a", "tell 3 b");
  }

  @Test
  void aLaterGenerationContinuesAfterARestart() {
    var id = resting(3);
    change(id, "a");
    rests(id, 2);

    engine().restart(downTime());
    change(id, "b");
    engine().restart(Duration.ZERO);

    rests(id, 3);
    change(id, "c");
    over(id, Outcome.COMPLETED);
    assertThat(sent(id)).containsExactly("tell 1", "tell 2 a", "tell 3 b");
  }

  @Test
  void aCancelledRunDoesNotContinue() {
    var id = resting(3);
    change(id, "a");
    rests(id, 2);

    assertThat(engine().runs().cancel(id)).isEqualTo(new Cancelled.Accepted());

    over(id, Outcome.CANCELLED);
    assertThat(sent(id)).containsExactly("tell 1", "tell 2 a", "revoke");
    assertThat(outside().recorder().keysOf(id)).last().isEqualTo(id + "~2/tell/undo");
  }

  @Test
  void aRepeatedRequestIsThatOfTheFirstGeneration() {
    var id = resting(3);
    change(id, "a");
    rests(id, 2);
    var first = new Round(3, Duration.ofDays(1));

    assertThat(engine().runs().start(Monitor.run(id, first, now())))
        .isEqualTo(new Started.Accepted(id));
    assertThat(engine().runs().start(Monitor.run(id, new Round(4, Duration.ofDays(1)), now())))
        .isInstanceOf(Started.Taken.class);
    assertThat(find(id).run().input()).isEqualTo(first);
    assertThat(find(id).state().generation()).isEqualTo(2);
  }

  @Test
  void aRunThatIsRejectedDoesNotContinue() {
    over(monitor(0, rest()), Outcome.REJECTED);
  }
}
