package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.workflow.Instance;
import taskagent.dapr.workflow.Registrations;
import taskagent.domain.engine.Kinds;
import taskagent.domain.saga.SagaState;
import taskagent.json.EndJson;
import taskagent.json.Events;

/**
 * The activity that records and publishes that a saga was compensated. It throws if it cannot, and
 * is retried. It does nothing if another instance has begun the run again.
 */
public final class PublishCompensated implements WorkflowActivity {

  private final Kinds kinds;
  private final Registrations registrations;
  private final PubsubOutbox outbox;

  PublishCompensated(Kinds kinds, Registrations registrations, PubsubOutbox outbox) {
    this.kinds = kinds;
    this.registrations = registrations;
    this.outbox = outbox;
  }

  /** Returns the activity's input. */
  static String input(Kinds kinds, Instance instance, SagaState end) {
    return EndJson.write(kinds, new EndJson.End(instance.run(), instance.number(), end));
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var end = EndJson.read(kinds, context.getInput(String.class));
    if (registrations.gaveUp(new Instance(end.run(), end.instance()), end.state())) {
      Events.ended(end.run(), end.state()).ifPresent(outbox::publish);
    }
    return "";
  }
}
