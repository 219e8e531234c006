package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.VersionsContract;

/** The contract of the port, on the embedded engine. */
final class SqliteVersionsTest extends VersionsContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
