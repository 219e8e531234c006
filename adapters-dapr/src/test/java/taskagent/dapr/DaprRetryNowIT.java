package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RetryNowContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprRetryNowIT extends RetryNowContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
