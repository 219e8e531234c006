package taskagent.domain.memory;

import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;

/** Runs the contract against the in-memory engine. */
final class InMemoryDeadlinesTest extends DeadlinesContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
