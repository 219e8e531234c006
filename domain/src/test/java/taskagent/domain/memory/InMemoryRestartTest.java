package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.RestartContract;

/** The engine in memory keeps the contract. */
final class InMemoryRestartTest extends RestartContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
