package taskagent.dapr;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.WorkflowTaskOptions;
import io.dapr.workflows.WorkflowTaskRetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import taskagent.dapr.workflow.Instance;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.run.Run;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
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

  /** The name for runs of any kind that another run has started. */
  private static final String CHILD = "saga.Child";

  /** All names. */
  static final List<String> NAMES = List.of(TASK_PROCESSING, ANY_KIND, CHILD);

  /** An event that nobody raises. */
  private static final String UPGRADE = "upgrade";

  /**
   * What must be done. The result must be published: until then the workflow stays active although
   * the saga has ended.
   */
  static final WorkflowTaskOptions UNTIL_DONE =
      new WorkflowTaskOptions(
          WorkflowTaskRetryPolicy.newBuilder()
              .setMaxNumberOfAttempts(1_000)
              .setFirstRetryInterval(Duration.ofSeconds(1))
              .setBackoffCoefficient(2.0)
              .setMaxRetryInterval(Duration.ofMinutes(1))
              .build());

  private final Kinds kinds;
  private final Activity activity;
  private final BiConsumer<Run, SagaState> told;

  /**
   * Creates the workflow.
   *
   * @param told gets each new state of a run, before Dapr has saved it
   */
  SagaWorkflow(Kinds kinds, Activity activity, BiConsumer<Run, SagaState> told) {
    this.kinds = kinds;
    this.activity = activity;
    this.told = told;
  }

  /** Returns the name of the workflow for an instance. */
  static String name(Instance instance) {
    if (instance.child()) {
      return CHILD;
    }
    boolean first = instance.run().kind().wireName().equals("task-processing@1");
    return first ? TASK_PROCESSING : ANY_KIND;
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
    var runtime = new DaprSagaRuntime(kinds, context, run, activity, told);
    var end = kinds.loop(run).drive(run.id().value(), runtime).state();
    var next = kinds.next(run, end);
    if (next.isPresent()) {
      runtime.continueAsNew(end, next.get());
    }
    runtime.tell(end);
    if (end.outcome().filter(Outcome::compensated).isPresent()) {
      context
          .callActivity(
              PublishCompensated.class.getCanonicalName(),
              PublishCompensated.input(kinds, Instance.of(run, context.getInstanceId()), end),
              UNTIL_DONE,
              Void.class)
          .await();
    }
    if (context.getName().equals(CHILD)) {
      context
          .callActivity(
              TellParent.class.getCanonicalName(),
              PublishCompensated.input(kinds, Instance.of(run, context.getInstanceId()), end),
              UNTIL_DONE,
              Void.class)
          .await();
    }
    context.complete(SagaStateJson.write(end));
  }
}
