package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.SignalsContract;

/** The contract of the port, on the embedded engine. */
final class SqliteSignalsTest extends SignalsContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
