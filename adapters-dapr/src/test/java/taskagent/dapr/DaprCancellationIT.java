package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.CancellationContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprCancellationIT extends CancellationContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
