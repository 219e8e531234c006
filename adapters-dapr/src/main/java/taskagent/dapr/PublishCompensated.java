package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;
import taskagent.json.EndJson;
import taskagent.json.Events;

/**
 * The activity that registers and publishes that a saga gave up. It throws if it cannot, and is
 * tried again.
 */
public final class PublishCompensated implements WorkflowActivity {

  private final Registrations registrations;
  private final Outbox outbox;

  PublishCompensated(Registrations registrations, Outbox outbox) {
    this.registrations = registrations;
    this.outbox = outbox;
  }

  /** What the activity needs to know. */
  static String input(WorkflowRun run, SagaState end) {
    return EndJson.write(new EndJson.End(run, end));
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var end = EndJson.read(context.getInput(String.class));
    registrations.gaveUp(end.run(), end.state());
    TaskProcessing.result(end.run(), end.state())
        .map(result -> Events.compensated(end.run(), result, end.state().updatedAt()))
        .ifPresent(outbox::publish);
    return "";
  }
}
