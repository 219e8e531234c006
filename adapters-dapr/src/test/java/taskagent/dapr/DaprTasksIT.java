package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.TasksContract;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprTasksIT extends TasksContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
