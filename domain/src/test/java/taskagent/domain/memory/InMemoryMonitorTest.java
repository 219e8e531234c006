package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.MonitorContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryMonitorTest extends MonitorContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
