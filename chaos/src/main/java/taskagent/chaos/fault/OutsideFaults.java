package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import taskagent.chaos.load.Outside;
import taskagent.chaos.load.Outside.Health;

/** The receiver of notifications is ill: everywhere the same. */
final class OutsideFaults {

  private static final int ROW = 20;

  private OutsideFaults() {}

  static List<Fault> of(Outside outside) {
    return List.of(
        fault(outside, "notifier not now", Health.NOT_NOW),
        fault(outside, "notifier takes and answers 500", Health.TAKES_AND_FAILS),
        fault(outside, "notifier takes and hangs", Health.TAKES_AND_HANGS));
  }

  private static Fault fault(Outside outside, String name, Health health) {
    return new Fault(
        ROW,
        name,
        Duration.ofSeconds(5),
        _ -> outside.become(health),
        () -> outside.become(Health.WELL));
  }
}
