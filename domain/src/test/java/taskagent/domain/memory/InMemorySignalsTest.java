package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.SignalsContract;

/** Runs the contract against the in-memory engine. */
final class InMemorySignalsTest extends SignalsContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
