package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.RestartContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprRestartIT extends RestartContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }

  /** So few that all are waiting at the same time, although time is real. */
  @Override
  protected int crowd() {
    return 2;
  }
}
