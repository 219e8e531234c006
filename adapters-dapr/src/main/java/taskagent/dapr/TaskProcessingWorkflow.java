package taskagent.dapr;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.WorkflowTaskOptions;
import io.dapr.workflows.WorkflowTaskRetryPolicy;
import java.time.Duration;
import taskagent.dapr.workflow.Instance;
import taskagent.domain.port.Activity;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.saga.Outcome;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * One run of the task saga as a Dapr workflow. It decides nothing: the saga's machine decides, and
 * on a replay gets its inputs from the workflow's history.
 *
 * <p>Its name, the names of its activities and their serialized inputs and outputs are in the
 * histories of running workflows and must not change.
 */
public final class TaskProcessingWorkflow implements Workflow {

  /**
   * The result must be published. Until then the workflow stays active although the saga has ended.
   */
  private static final WorkflowTaskOptions UNTIL_PUBLISHED =
      new WorkflowTaskOptions(
          WorkflowTaskRetryPolicy.newBuilder()
              .setMaxNumberOfAttempts(1_000)
              .setFirstRetryInterval(Duration.ofSeconds(1))
              .setBackoffCoefficient(2.0)
              .setMaxRetryInterval(Duration.ofMinutes(1))
              .build());

  private final Activity activity;

  TaskProcessingWorkflow(Activity activity) {
    this.activity = activity;
  }

  @Override
  public WorkflowStub create() {
    return this::process;
  }

  private void process(WorkflowContext context) {
    var run = RunJson.read(context.getInput(String.class));
    var runtime = new DaprSagaRuntime(context, run, activity);
    var end = TaskProcessing.loop(run).drive(run.id().value(), runtime).state();
    runtime.tell(end);
    if (end.outcome().filter(Outcome::compensated).isPresent()) {
      context
          .callActivity(
              PublishCompensated.class.getCanonicalName(),
              PublishCompensated.input(Instance.of(run, context.getInstanceId()), end),
              UNTIL_PUBLISHED,
              Void.class)
          .await();
    }
    context.complete(SagaStateJson.write(end));
  }
}
