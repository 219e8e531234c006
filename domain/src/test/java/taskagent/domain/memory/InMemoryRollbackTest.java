package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RollbackContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryRollbackTest extends RollbackContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
