package taskagent.domain.memory;

import taskagent.domain.contract.CancellationContract;
import taskagent.domain.contract.Engines;

/** Runs the contract against the in-memory engine. */
final class InMemoryCancellationTest extends CancellationContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
