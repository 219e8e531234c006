package taskagent.domain.memory;

import taskagent.domain.contract.ConversationsContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;

/** The engine in memory keeps the contract. */
final class InMemoryConversationsTest extends ConversationsContract {

  @Override
  protected EngineUnderTest open(Outside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
