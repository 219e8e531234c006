package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.MonitorContract;

/** The contract of the port, on the embedded engine. */
final class SqliteMonitorTest extends MonitorContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
