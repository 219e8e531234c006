package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.GrowthContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryGrowthTest extends GrowthContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
