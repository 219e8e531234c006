package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.ChangesContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprChangesIT extends ChangesContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
