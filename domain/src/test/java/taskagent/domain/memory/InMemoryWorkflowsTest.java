package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.contract.WorkflowsContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryWorkflowsTest extends WorkflowsContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
