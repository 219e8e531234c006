package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Unavailable;
import taskagent.domain.saga.StepResult;
import taskagent.json.JournalJson;
import taskagent.json.StepCallsJson;

/**
 * The activity that calls an external service. It may run more than once, with the same idempotency
 * key.
 */
public final class RunOutsideStep implements WorkflowActivity {

  private final StepExecutor steps;
  private final InstantSource clock;

  /** When this process began; a call that was issued before may have been made already. */
  private final Instant begun;

  RunOutsideStep(StepExecutor steps, InstantSource clock) {
    this.steps = steps;
    this.clock = clock;
    this.begun = clock.instant();
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepCallsJson.read(context.getInput(String.class));
    // An older build, which does not say when it issued the call, may also have made it.
    boolean interrupted = asked.issuedAt().map(issued -> issued.isBefore(begun)).orElse(true);
    try {
      return JournalJson.writeResults(steps.run(asked.calls(), asked.run(), interrupted));
    } catch (Unavailable e) { // the task cannot be read, and nobody was called
      return JournalJson.writeResults(
          List.of(StepResult.NotNow.unavailable(asked.calls(), clock.instant(), e.reason())));
    }
  }
}
