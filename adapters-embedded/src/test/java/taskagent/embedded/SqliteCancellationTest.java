package taskagent.embedded;

import taskagent.domain.contract.CancellationContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;

/** The embedded engine keeps the contract. */
final class SqliteCancellationTest extends CancellationContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
