package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.OutboxContract;
import taskagent.domain.contract.ScriptedOutside;

/** Runs the contract against the in-memory engine. */
final class InMemoryOutboxTest extends OutboxContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
