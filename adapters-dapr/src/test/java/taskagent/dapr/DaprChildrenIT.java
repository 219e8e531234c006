package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.ChildrenContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprChildrenIT extends ChildrenContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
