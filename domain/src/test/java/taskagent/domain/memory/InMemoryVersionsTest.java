package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.VersionsContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryVersionsTest extends VersionsContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
