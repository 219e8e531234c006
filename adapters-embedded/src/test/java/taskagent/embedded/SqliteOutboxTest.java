package taskagent.embedded;

import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.OutboxContract;
import taskagent.domain.contract.Outside;

/** The embedded engine keeps the contract. */
final class SqliteOutboxTest extends OutboxContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
