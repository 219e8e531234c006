package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;

/** The Dapr engine keeps the contract. */
@Tag("docker")
final class DaprDeadlinesIT extends DeadlinesContract {

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

  /** Each is a reminder of its own, and made one after the other. */
  @Override
  protected int manyDeadlines() {
    return 50;
  }
}
