package taskagent.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import taskagent.chaos.fault.DaprTier;
import taskagent.chaos.fault.Script;
import taskagent.chaos.fault.Tier;
import taskagent.chaos.load.LoadPlan;

/** A suite of faults on a Dapr cluster of its own. */
abstract class DaprFaultSuite extends FaultSuite {

  DaprFaultSuite(Set<Integer> rows) {
    super("dapr", rows);
  }

  @Override
  Tier start() throws IOException {
    prepareImages();
    return new DaprTier();
  }

  /**
   * Builds all images before any container starts, because building the older version replaces the
   * latest image for a moment.
   */
  private static synchronized void prepareImages() throws IOException {
    Script.run("../k8s/images/docker");
    Script.run("../k8s/images/build");
    if (FaultSelection.wants("dapr", Set.of(FaultSelection.OTHER_VERSION))) {
      Script.run("./older-build");
    }
    Script.run("./install-faketime");
  }

  @Override
  LoadPlan plan(Duration lasting, int enough) {
    return plan(8, lasting, Duration.ofMillis(150), enough);
  }
}
