package taskagent.embedded;

import taskagent.domain.contract.ChildrenContract;
import taskagent.domain.contract.Engines;

/** The contract of the port, on the embedded engine. */
final class SqliteChildrenTest extends ChildrenContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
