package taskagent.domain.memory;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.contract.TasksContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryTasksTest extends TasksContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
