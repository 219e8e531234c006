package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.OutboxContract;
import taskagent.domain.contract.ScriptedOutside;

/** The contract of the port, on the embedded engine. */
final class SqliteOutboxTest extends OutboxContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return SqliteEngine.open(outside);
  }
}
