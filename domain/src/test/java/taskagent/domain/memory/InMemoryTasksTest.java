package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.TasksContract;

/** The tasks in memory keep the contract. */
final class InMemoryTasksTest extends TasksContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
