package taskagent.embedded;

import taskagent.domain.contract.ConversationsContract;
import taskagent.domain.contract.Engines;

/** The contract of the port, on the embedded engine. */
final class SqliteConversationsTest extends ConversationsContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
