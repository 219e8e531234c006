package taskagent.embedded;

import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.Engines;

/** The contract of the port, on the embedded engine. */
final class SqliteDeadlinesTest extends DeadlinesContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
