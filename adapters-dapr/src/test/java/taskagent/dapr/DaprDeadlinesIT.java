package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.DeadlinesContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprDeadlinesIT extends DeadlinesContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }

  /**
   * Fewer than elsewhere, because each is a reminder of its own and they are created one by one.
   */
  @Override
  protected int manyDeadlines() {
    return 50;
  }
}
