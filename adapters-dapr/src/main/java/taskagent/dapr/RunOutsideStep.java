package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import taskagent.domain.engine.StepExecutor;
import taskagent.json.JournalJson;
import taskagent.json.StepsJson;

/** The activity that calls the outside. It may be run again, with the same key. */
public final class RunOutsideStep implements WorkflowActivity {

  private final StepExecutor steps;

  RunOutsideStep(StepExecutor steps) {
    this.steps = steps;
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepsJson.read(context.getInput(String.class));
    return JournalJson.writeResults(steps.run(asked.calls(), asked.run()));
  }
}
