package taskagent.domain.memory;

import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.Engines;

/** Runs the contract against the in-memory engine. */
final class InMemoryDeadlinesTest extends DeadlinesContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
