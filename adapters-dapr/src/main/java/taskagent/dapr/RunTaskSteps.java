package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import java.time.InstantSource;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Unavailable;
import taskagent.json.JournalJson;
import taskagent.json.StepCallsJson;

/**
 * The activity that runs steps on a task, or their compensations, in one turn of the task's actor.
 */
public final class RunTaskSteps implements WorkflowActivity {

  private final Kinds kinds;
  private final StepExecutor steps;
  private final InstantSource clock;

  RunTaskSteps(Kinds kinds, StepExecutor steps, InstantSource clock) {
    this.kinds = kinds;
    this.steps = steps;
    this.clock = clock;
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var asked = StepCallsJson.read(kinds, context.getInput(String.class));
    try {
      return JournalJson.writeResults(steps.run(asked.directive(), asked.run()));
    } catch (Unavailable e) {
      // An unavailable actor does not count as an attempt. The steps still have to be compensated,
      // because the call may have been carried out.
      return JournalJson.writeResults(
          steps.unavailable(asked.directive(), asked.run(), clock.instant(), e.reason()));
    }
  }
}
