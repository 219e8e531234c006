package taskagent.embedded;

import taskagent.domain.contract.ChangesContract;
import taskagent.domain.contract.Engines;

/** The contract of the port, on the embedded engine. */
final class SqliteChangesTest extends ChangesContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
