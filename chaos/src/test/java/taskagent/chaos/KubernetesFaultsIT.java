package taskagent.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import taskagent.chaos.fault.DaprTier;
import taskagent.chaos.fault.KubernetesTier;
import taskagent.chaos.fault.Script;
import taskagent.chaos.fault.Tier;
import taskagent.chaos.load.LoadPlan;

/**
 * The faults of the Kubernetes tier. It runs alone: on two cores, other suites would make its
 * probes fail.
 */
@Tag("alone")
class KubernetesFaultsIT extends FaultSuite {

  KubernetesFaultsIT() {
    super("kubernetes", FaultSelection.rowsOf("kubernetes"));
  }

  @Override
  Tier start() throws IOException {
    var images = new ArrayList<>(List.of("taskagent/redis:7", "taskagent/app:latest"));
    Script.run("../k8s/local/cluster", "up");
    Script.run("../k8s/images/docker");
    if (FaultSelection.wants("kubernetes", Set.of(FaultSelection.OTHER_VERSION))) {
      Script.run("./older-build");
      images.add(DaprTier.OLDER);
    }
    images.addAll(0, List.of("../k8s/local/cluster", "load"));
    Script.run(images.toArray(String[]::new));
    return new KubernetesTier();
  }

  @Override
  LoadPlan plan(Duration lasting, int enough) {
    return plan(6, lasting, Duration.ofMillis(200), enough);
  }
}
