package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RollbackContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprRollbackIT extends RollbackContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
