package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.GrowthContract;

/** The contract of the port, on the embedded engine. */
final class SqliteGrowthTest extends GrowthContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
