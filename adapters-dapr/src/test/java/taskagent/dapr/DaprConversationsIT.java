package taskagent.dapr;

import org.junit.jupiter.api.Tag;
import taskagent.domain.contract.ConversationsContract;
import taskagent.domain.contract.Engines;

/** Runs the contract on the Dapr engine. */
@Tag("docker")
final class DaprConversationsIT extends ConversationsContract {

  @Override
  protected Engines engines() {
    return DaprUnderTest.ENGINES;
  }
}
