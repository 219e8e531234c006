package taskagent.embedded;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RetryNowContract;

/** The contract of the port, on the embedded engine. */
final class SqliteRetryNowTest extends RetryNowContract {

  @Override
  protected Engines engines() {
    return SqliteEngine::open;
  }
}
