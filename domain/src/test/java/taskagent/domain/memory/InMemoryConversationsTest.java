package taskagent.domain.memory;

import taskagent.domain.contract.ConversationsContract;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;

/** Runs the contract against the in-memory engine. */
final class InMemoryConversationsTest extends ConversationsContract {

  @Override
  protected EngineUnderTest open(ScriptedOutside outside) {
    return InMemoryEngine.withThreads(outside);
  }
}
