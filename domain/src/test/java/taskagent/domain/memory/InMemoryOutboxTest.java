package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OutboxContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryOutboxTest extends OutboxContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
