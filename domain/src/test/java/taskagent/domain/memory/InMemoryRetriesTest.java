package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.RetriesContract;
import taskagent.domain.contract.ScriptedOutside;

/** Runs the contract against the in-memory engine. */
final class InMemoryRetriesTest extends RetriesContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
