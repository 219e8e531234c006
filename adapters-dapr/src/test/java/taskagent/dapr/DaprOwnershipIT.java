package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OwnershipContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprOwnershipIT extends OwnershipContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
