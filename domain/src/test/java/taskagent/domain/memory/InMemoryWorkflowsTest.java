package taskagent.domain.memory;

import taskagent.domain.contract.Engines;
import taskagent.domain.contract.WorkflowsContract;

/** Runs the contract against the in-memory engine. */
final class InMemoryWorkflowsTest extends WorkflowsContract {

  @Override
  protected Engines engines() {
    return InMemoryEngine::withThreads;
  }
}
