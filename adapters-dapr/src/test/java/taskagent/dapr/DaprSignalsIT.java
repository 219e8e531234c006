package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.SignalsContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprSignalsIT extends SignalsContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
