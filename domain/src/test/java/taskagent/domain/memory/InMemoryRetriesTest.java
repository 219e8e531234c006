package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RetriesContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryRetriesTest extends RetriesContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
