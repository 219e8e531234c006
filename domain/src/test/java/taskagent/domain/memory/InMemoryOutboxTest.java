package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.OutboxContract;
import taskagent.domain.contract.Outside;

/** The engine in memory keeps the contract. */
final class InMemoryOutboxTest extends OutboxContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
