package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.TasksContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryTasksTest extends TasksContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
