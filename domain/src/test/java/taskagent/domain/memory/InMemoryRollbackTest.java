package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.RollbackContract;

/** The engine in memory keeps the contract. */
final class InMemoryRollbackTest extends RollbackContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
