package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RestartContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryRestartTest extends RestartContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
