package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.TasksContract;

/** The embedded engine keeps the contract. */
final class SqliteTasksTest extends TasksContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
