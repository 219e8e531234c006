package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.Runs.Started;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;

/** What the contracts of the kinds that only tests have need. */
public abstract class RunsContract extends EngineContract {

  /** Starts a run. */
  protected final RunId started(Run run) {
    assertThat(engine().runs().start(run)).isEqualTo(new Started.Accepted(run.id()));
    return run.id();
  }

  protected final RunView find(RunId id) {
    return engine().runs().find(id).orElseThrow();
  }

  /** Waits for the end of a run. */
  protected final RunView over(RunId id, Outcome outcome) {
    var run = engine().runs().await(id, patience(), () -> false).orElseThrow();
    assertThat(run.defect()).isEqualTo(Optional.empty());
    assertThat(run.state().outcome()).contains(outcome);
    return run;
  }

  /** Waits until a step of a run has this status. */
  protected final void reaches(RunId id, String step, Status status) {
    eventually(
        () ->
            assertThat(find(id).state().steps())
                .filteredOn(line -> line.name().equals(step))
                .extracting(StepState::status)
                .containsExactly(status));
  }

  protected static List<String> names(RunView run) {
    return run.state().steps().stream().map(StepState::name).toList();
  }

  /** Returns what a run asked for. */
  protected final List<String> sent(RunId id) {
    return outside().recorder().of(id);
  }

  /** Returns the reason for which a run gave up. */
  protected static String reason(RunView run) {
    return run.state().cause().orElseThrow().reason();
  }
}
