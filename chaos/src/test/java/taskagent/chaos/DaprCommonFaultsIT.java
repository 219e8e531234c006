package taskagent.chaos;

import java.util.Set;

/** The faults of the Dapr tier that other tiers have too, and an older version of the app. */
class DaprCommonFaultsIT extends DaprFaultSuite {

  DaprCommonFaultsIT() {
    super(Set.of(19, 20, 21, 22, FaultSelection.OTHER_VERSION));
  }
}
