package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.RestartContract;

/** The embedded engine keeps the contract. */
final class SqliteRestartTest extends RestartContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
