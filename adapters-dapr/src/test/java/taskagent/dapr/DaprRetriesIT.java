package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RetriesContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprRetriesIT extends RetriesContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
