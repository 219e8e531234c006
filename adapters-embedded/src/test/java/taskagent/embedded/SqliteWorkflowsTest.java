package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.WorkflowsContract;

/** The contract of the port, on the embedded engine. */
final class SqliteWorkflowsTest extends WorkflowsContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
