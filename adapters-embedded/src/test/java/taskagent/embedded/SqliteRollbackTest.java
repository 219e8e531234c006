package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.RollbackContract;

/** The embedded engine keeps the contract. */
final class SqliteRollbackTest extends RollbackContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
