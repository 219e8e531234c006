package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.StepExecutor;
import taskagent.json.JournalJson;
import taskagent.json.StepCallsJson;

/**
 * The activity that starts or cancels child runs. It throws if it cannot, and is retried, because a
 * child that was started must be known.
 */
public final class RunChildren implements WorkflowActivity {

  private final Kinds kinds;
  private final StepExecutor steps;

  RunChildren(Kinds kinds, StepExecutor steps) {
    this.kinds = kinds;
    this.steps = steps;
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepCallsJson.read(kinds, context.getInput(String.class));
    return JournalJson.writeResults(steps.run(asked.directive(), asked.run()));
  }
}
