package taskagent.dapr;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import taskagent.dapr.workflow.DaprChildren;
import taskagent.dapr.workflow.Instance;
import taskagent.domain.engine.Kinds;
import taskagent.json.EndJson;

/**
 * The activity that records the end of a child run and tells its parent. It throws if it cannot,
 * and is retried.
 */
public final class TellParent implements WorkflowActivity {

  private final Kinds kinds;
  private final DaprChildren children;

  TellParent(Kinds kinds, DaprChildren children) {
    this.kinds = kinds;
    this.children = children;
  }

  @Override
  public Object run(WorkflowActivityContext context) {
    var end = EndJson.read(kinds, context.getInput(String.class));
    children.ended(new Instance(end.run(), end.instance()), end.state());
    return "";
  }
}
