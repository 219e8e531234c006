package taskagent.chaos.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import taskagent.chaos.check.ClientCall;
import taskagent.chaos.check.Evidence;
import taskagent.chaos.check.Invariant;
import taskagent.chaos.check.InvariantChecker;
import taskagent.chaos.check.ObservedState;
import taskagent.chaos.check.Violation;
import taskagent.chaos.fault.Tier;
import taskagent.chaos.load.ApiSnapshot;

/** Checks every invariant again and again, until all hold or the time is over. */
final class SettlingCheck {

  /** Within this time every saga must end and every deadline must expire. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Tier tier;
  private final List<ClientCall> calls;

  SettlingCheck(Tier tier, List<ClientCall> calls) {
    this.tier = tier;
    this.calls = calls;
  }

  /**
   * Returns the violations that remain when the time is over; returns early when there are none.
   *
   * @param healed when the fault was healed; clients may have continued after it
   */
  List<Violation> settle(Instant healed, int enough) throws InterruptedException {
    var end = Instant.now().plus(TIMEOUT);
    while (true) {
      var violations = check(healed, enough);
      if (violations.isEmpty() || Instant.now().isAfter(end)) {
        return violations;
      }
      Thread.sleep(PAUSE);
    }
  }

  private List<Violation> check(Instant healed, int enough) throws InterruptedException {
    try {
      return InvariantChecker.check(new Evidence(calls, observe(), healed), enough);
    } catch (IOException e) {
      return List.of(
          new Violation(Invariant.ACKNOWLEDGED_IS_KEPT, "the system", "it does not answer: " + e));
    }
  }

  private ObservedState observe() throws IOException, InterruptedException {
    var apis = tier.apis();
    long pending = 0;
    long dead = 0;
    long threads = 0;
    for (var api : apis) {
      pending += (long) api.metric("taskagent_events_pending");
      dead += (long) api.metric("taskagent_events_dead");
      dead += (long) api.metric("taskagent_events_dead_lettered_total");
      threads = Math.max(threads, (long) api.metric("jvm_threads_current"));
    }
    var snapshot = ApiSnapshot.of(calls, apis);
    var receiver = tier.receiver();
    return new ObservedState(
        snapshot.tasks(),
        snapshot.chats(),
        receiver.notified(),
        receiver.troubled(),
        receiver.published(),
        receiver.overdue(),
        receiver.compensated(),
        pending,
        dead,
        threads,
        Instant.now());
  }
}
