package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OwnershipContract;

/** The contract of the port, on the embedded engine. */
final class SqliteOwnershipTest extends OwnershipContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
