package taskagent.domain.memory;

import taskagent.domain.contract.ConversationsContract;
import taskagent.domain.contract.Engines;

/** Runs the contract against the in-memory engine. */
final class InMemoryConversationsTest extends ConversationsContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
