package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.WorkflowsContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprWorkflowsIT extends WorkflowsContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
