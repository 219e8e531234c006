package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OutboxContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprOutboxIT extends OutboxContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
