package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RollbackContract;

/** The contract of the port, on the embedded engine. */
final class SqliteRollbackTest extends RollbackContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
