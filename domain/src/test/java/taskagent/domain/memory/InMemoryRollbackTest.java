package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.RollbackContract;
import taskagent.domain.contract.ScriptedOutside;

/** Runs the contract against the in-memory engine. */
final class InMemoryRollbackTest extends RollbackContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
