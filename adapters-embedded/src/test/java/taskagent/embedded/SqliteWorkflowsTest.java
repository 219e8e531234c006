package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.WorkflowsContract;

/** The embedded engine keeps the contract. */
final class SqliteWorkflowsTest extends WorkflowsContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
