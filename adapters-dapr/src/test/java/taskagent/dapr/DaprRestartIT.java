package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.RestartContract;

/** The Dapr engine keeps the contract. */
@Tag("docker")
final class DaprRestartIT extends RestartContract {

  @Override
  protected Outside newOutside() {
    return Outside.with(Clock.systemUTC());
  }

  @Override
  protected EngineUnderTest open(Outside outside) {
    return DaprUnderTest.open(outside);
  }

  @Override
  protected Duration patience() {
    return DaprUnderTest.PATIENCE;
  }

  /** So few that all wait at one time, though time is real. */
  @Override
  protected int crowd() {
    return 2;
  }
}
