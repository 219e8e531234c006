package taskagent.embedded;

import taskagent.domain.contract.BulksContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the embedded engine. */
final class SqliteBulksTest extends BulksContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
