package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import taskagent.domain.engine.StepExecutor;
import taskagent.json.JournalJson;
import taskagent.json.StepCallsJson;

/**
 * The activity that calls an external service. It may run more than once, with the same idempotency
 * key.
 */
public final class RunOutsideStep implements WorkflowActivity {

  private final StepExecutor steps;

  RunOutsideStep(StepExecutor steps) {
    this.steps = steps;
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepCallsJson.read(context.getInput(String.class));
    return JournalJson.writeResults(steps.run(asked.calls(), asked.run()));
  }
}
