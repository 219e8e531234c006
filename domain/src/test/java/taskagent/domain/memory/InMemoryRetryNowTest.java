package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RetryNowContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryRetryNowTest extends RetryNowContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
