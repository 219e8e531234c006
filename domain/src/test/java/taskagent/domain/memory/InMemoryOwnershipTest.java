package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OwnershipContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryOwnershipTest extends OwnershipContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
