package taskagent.dapr;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.WorkflowTaskOptions;
import io.dapr.workflows.WorkflowTaskRetryPolicy;
import java.time.Duration;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.saga.Outcome;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * One run of the task saga as a workflow of Dapr's. It decides nothing: the saga's machine does,
 * and on replay gets its answers from the workflow's history.
 *
 * <p>Its name, those of its activities and their written inputs and outputs are in the histories of
 * running workflows and must not change.
 */
public final class TaskProcessingWorkflow implements Workflow {

  /** What happened must be published; until then the workflow stays, though the saga has ended. */
  private static final WorkflowTaskOptions UNTIL_PUBLISHED =
      new WorkflowTaskOptions(
          WorkflowTaskRetryPolicy.newBuilder()
              .setMaxNumberOfAttempts(1_000)
              .setFirstRetryInterval(Duration.ofSeconds(1))
              .setBackoffCoefficient(2.0)
              .setMaxRetryInterval(Duration.ofMinutes(1))
              .build());

  private final Figures figures;

  TaskProcessingWorkflow(Figures figures) {
    this.figures = figures;
  }

  @Override
  public WorkflowStub create() {
    return this::process;
  }

  private void process(WorkflowContext context) {
    var run = RunJson.read(context.getInput(String.class));
    var runtime = new DaprSagaRuntime(context, run);
    var end = TaskProcessing.loop(run).drive(run.id().value(), runtime).state();
    context.setCustomStatus(SagaStateJson.write(end));
    if (end.outcome().filter(Outcome::compensated).isPresent()) {
      context
          .callActivity(
              PublishCompensated.class.getCanonicalName(),
              PublishCompensated.input(run, end),
              UNTIL_PUBLISHED,
              Void.class)
          .await();
    }
    if (!context.isReplaying()) {
      end.outcome().ifPresent(figures::ended);
    }
    context.complete(SagaStateJson.write(end));
  }
}
