package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.MonitorContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprMonitorIT extends MonitorContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
