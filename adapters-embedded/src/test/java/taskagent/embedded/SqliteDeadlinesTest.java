package taskagent.embedded;

import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;

/** The embedded engine keeps the contract. */
final class SqliteDeadlinesTest extends DeadlinesContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
