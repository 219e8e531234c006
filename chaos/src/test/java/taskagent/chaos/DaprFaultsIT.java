package taskagent.chaos;

import java.util.Set;

/**
 * The faults of the Dapr tier: of its processes, clocks and events. {@link DaprCommonFaultsIT} has
 * the others, on a cluster of its own, so that both can run at the same time.
 */
class DaprFaultsIT extends DaprFaultSuite {

  DaprFaultsIT() {
    super(Set.of(2, 3, 5, 6, 7, 16, 18));
  }
}
