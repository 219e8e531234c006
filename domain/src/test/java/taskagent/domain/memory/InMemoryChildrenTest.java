package taskagent.domain.memory;

import taskagent.domain.contract.ChildrenContract;
import taskagent.domain.contract.Engines;

/** Runs the contract against the in-memory engine. */
final class InMemoryChildrenTest extends ChildrenContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
