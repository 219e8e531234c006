package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.GrowthContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprGrowthIT extends GrowthContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
