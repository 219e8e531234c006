package taskagent.domain.memory;

import taskagent.domain.bulk.BulkSets;
import taskagent.domain.contract.BulkSetsContract;

/** Runs the contract on sets in memory. */
final class InMemoryBulkSetsTest extends BulkSetsContract {

  @Override
  protected BulkSets open() {
    return new InMemoryBulkSets();
  }
}
