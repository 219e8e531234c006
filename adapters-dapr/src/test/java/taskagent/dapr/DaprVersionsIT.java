package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.VersionsContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprVersionsIT extends VersionsContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
