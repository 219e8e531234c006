package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.contract.WorkflowsContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprWorkflowsIT extends WorkflowsContract {

  @Override
  protected ScriptedOutside newOutside() {
    return ScriptedOutside.with(Clock.systemUTC());
  }

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return DaprUnderTest.open(outside);
  }

  @Override
  protected Duration patience() {
    return DaprUnderTest.PATIENCE;
  }
}
