package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.contract.SignalsContract;

/** The contract of the port, on the embedded engine. */
final class SqliteSignalsTest extends SignalsContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return SqliteEngine.open(outside);
  }
}
