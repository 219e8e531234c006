package taskagent.embedded;

import taskagent.domain.contract.ConversationsContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;

/** The embedded engine keeps the contract. */
final class SqliteConversationsTest extends ConversationsContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return SqliteEngine.open(outside);
  }
}
