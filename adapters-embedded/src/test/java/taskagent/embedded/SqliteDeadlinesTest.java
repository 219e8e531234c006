package taskagent.embedded;

import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;

/** The contract of the port, on the embedded engine. */
final class SqliteDeadlinesTest extends DeadlinesContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return SqliteEngine.open(outside);
  }
}
