package taskagent.domain.memory;

import taskagent.domain.contract.CancellationContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;

/** The engine in memory keeps the contract. */
final class InMemoryCancellationTest extends CancellationContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
