package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.RetriesContract;
import taskagent.domain.contract.ScriptedOutside;

/** The contract of the port, on the embedded engine. */
final class SqliteRetriesTest extends RetriesContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return SqliteEngine.open(outside);
  }
}
