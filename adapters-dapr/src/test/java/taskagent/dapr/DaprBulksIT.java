package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.BulksContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprBulksIT extends BulksContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
