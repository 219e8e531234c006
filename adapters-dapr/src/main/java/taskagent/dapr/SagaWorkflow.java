package taskagent.dapr;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.WorkflowTaskOptions;
import io.dapr.workflows.WorkflowTaskRetryPolicy;
import java.time.Duration;
import java.util.List;
import taskagent.dapr.workflow.Instance;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.run.KindId;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Outcome;
import taskagent.json.KindsJson;
import taskagent.json.SagaStateJson;

/**
 * One run of a saga as a Dapr workflow. It decides nothing: the saga's machine decides, and on a
 * replay gets its inputs from the workflow's history.
 *
 * <p>Its names, the names of its activities and their serialized inputs and outputs are in the
 * histories of running workflows and must not change.
 */
public final class SagaWorkflow implements Workflow {

  /** The name for {@code task-processing@1}, which was the name of a class of older builds. */
  private static final String TASK_PROCESSING = "taskagent.dapr.TaskProcessingWorkflow";

  /** The name for all other kinds. */
  private static final String ANY_KIND = "saga.Run";

  /** All names. */
  static final List<String> NAMES = List.of(TASK_PROCESSING, ANY_KIND);

  /** An event that nobody raises. */
  private static final String UPGRADE = "upgrade";

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

  private final Kinds kinds;
  private final Activity activity;

  SagaWorkflow(Kinds kinds, Activity activity) {
    this.kinds = kinds;
    this.activity = activity;
  }

  /** Returns the name of the workflow for a kind. */
  static String name(KindId kind) {
    return kind.wireName().equals("task-processing@1") ? TASK_PROCESSING : ANY_KIND;
  }

  @Override
  public WorkflowStub create() {
    return this::process;
  }

  private void process(WorkflowContext context) {
    var run = KindsJson.read(kinds, context.getInput(String.class));
    if (run instanceof UnknownRun) {
      // A replica that knows the kind goes on. This wait leaves nothing in the history.
      context.waitForExternalEvent(UPGRADE, String.class).await();
      return;
    }
    var runtime = new DaprSagaRuntime(kinds, context, run, activity);
    var end = kinds.loop(run).drive(run.id().value(), runtime).state();
    runtime.tell(end);
    if (end.outcome().filter(Outcome::compensated).isPresent()) {
      context
          .callActivity(
              PublishCompensated.class.getCanonicalName(),
              PublishCompensated.input(kinds, Instance.of(run, context.getInstanceId()), end),
              UNTIL_PUBLISHED,
              Void.class)
          .await();
    }
    context.complete(SagaStateJson.write(end));
  }
}
