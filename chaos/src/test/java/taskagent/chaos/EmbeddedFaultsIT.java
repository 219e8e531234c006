package taskagent.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskagent.chaos.fault.EmbeddedTier;
import taskagent.chaos.fault.Tier;
import taskagent.chaos.load.LoadPlan;

/** Every fault of the embedded tier. */
@ResourceLock(FaultSelection.PROCESSORS)
class EmbeddedFaultsIT extends FaultSuite {

  @TempDir static Path data;

  EmbeddedFaultsIT() {
    super("embedded", FaultSelection.rowsOf("embedded"));
  }

  @Override
  Tier start() throws IOException {
    return new EmbeddedTier(data.resolve("disk"));
  }

  @Override
  LoadPlan plan(Duration lasting, int enough) {
    return plan(8, lasting, Duration.ofMillis(30), enough);
  }
}
