package taskagent.chaos.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import taskagent.chaos.check.Call;
import taskagent.chaos.check.Checker;
import taskagent.chaos.check.Evidence;
import taskagent.chaos.check.Invariant;
import taskagent.chaos.check.Seen;
import taskagent.chaos.check.Violation;
import taskagent.chaos.fault.Site;
import taskagent.chaos.load.Sight;

/** Looks at the system until all that was asked for is as it should be, or its time is over. */
final class Observer {

  /** How soon after all is well every saga has ended, and every deadline has acted. */
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Site site;
  private final List<Call> calls;

  Observer(Site site, List<Call> calls) {
    this.site = site;
    this.calls = calls;
  }

  /**
   * What does not hold when time is over; ends as soon as all holds.
   *
   * @param healed when nothing was broken any more; clients may have gone on for longer
   */
  List<Violation> settle(Instant healed, int enough) throws InterruptedException {
    var end = Instant.now().plus(SETTLED_WITHIN);
    while (true) {
      var violations = look(healed, enough);
      if (violations.isEmpty() || Instant.now().isAfter(end)) {
        return violations;
      }
      Thread.sleep(PAUSE);
    }
  }

  private List<Violation> look(Instant healed, int enough) {
    try {
      return Checker.check(new Evidence(calls, see(), healed), enough);
    } catch (IOException e) {
      return List.of(
          new Violation(Invariant.ACKNOWLEDGED_IS_KEPT, "the system", "it does not answer: " + e));
    }
  }

  private Seen see() throws IOException {
    var apis = site.apis();
    long pending = 0;
    long dead = 0;
    long threads = 0;
    for (var api : apis) {
      pending += (long) api.metric("taskagent_events_pending");
      dead += (long) api.metric("taskagent_events_dead");
      dead += (long) api.metric("taskagent_events_dead_lettered_total");
      threads = Math.max(threads, (long) api.metric("jvm_threads_current"));
    }
    var sight = Sight.of(calls, apis);
    var outside = site.outside();
    return new Seen(
        sight.tasks(),
        sight.chats(),
        outside.notified(),
        outside.troubled(),
        outside.published(),
        outside.overdue(),
        outside.compensated(),
        pending,
        dead,
        threads,
        Instant.now());
  }
}
