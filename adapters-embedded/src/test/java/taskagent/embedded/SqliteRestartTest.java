package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RestartContract;

/** The contract of the port, on the embedded engine. */
final class SqliteRestartTest extends RestartContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
