package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OutboxContract;

/** The contract of the port, on the embedded engine. */
final class SqliteOutboxTest extends OutboxContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
