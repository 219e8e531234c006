package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import java.time.Instant;
import taskagent.domain.engine.StepExecutor;
import taskagent.json.JournalJson;
import taskagent.json.StepCallsJson;

/**
 * The activity that calls an external service. It may run more than once, with the same idempotency
 * key.
 */
public final class RunOutsideStep implements WorkflowActivity {

  private final StepExecutor steps;
  private final Instant begun;

  /**
   * Creates the activity.
   *
   * @param begun when this process began; a call that was issued before may have been made already
   */
  RunOutsideStep(StepExecutor steps, Instant begun) {
    this.steps = steps;
    this.begun = begun;
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepCallsJson.read(context.getInput(String.class));
    // An older build, which does not say when it issued the call, may also have made it.
    boolean interrupted = asked.issuedAt().map(issued -> issued.isBefore(begun)).orElse(true);
    return JournalJson.writeResults(steps.run(asked.calls(), asked.run(), interrupted));
  }
}
