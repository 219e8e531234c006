package taskagent.embedded;

import taskagent.domain.contract.CancellationContract;
import taskagent.domain.contract.Engines;

/** The contract of the port, on the embedded engine. */
final class SqliteCancellationTest extends CancellationContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
