package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.contract.TasksContract;

/** The Dapr engine keeps the contract. */
@Tag("docker")
final class DaprTasksIT extends TasksContract {

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
}
