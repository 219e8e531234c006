package taskagent.dapr.store;

import java.time.Duration;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.contract.BulkSetsContract;

/** Runs the contract on documents, in a store in memory. */
final class DaprBulkSetsTest extends BulkSetsContract {

  @Override
  protected BulkSets open() {
    return new DaprBulkSets(new MemoryStore().documents(), Duration.ofDays(30));
  }
}
