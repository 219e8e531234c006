package taskagent.domain.memory;

import taskagent.domain.contract.BulksContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the in-memory engine. */
final class InMemoryBulksTest extends BulksContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
