package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RetriesContract;

/** The contract of the port, on the embedded engine. */
final class SqliteRetriesTest extends RetriesContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
