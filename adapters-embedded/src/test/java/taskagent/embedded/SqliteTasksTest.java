package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.TasksContract;

/** The contract of the port, on the embedded engine. */
final class SqliteTasksTest extends TasksContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
