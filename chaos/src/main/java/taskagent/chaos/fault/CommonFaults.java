package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import taskagent.chaos.load.WebhookReceiver;
import taskagent.chaos.load.WebhookReceiver.Health;

/**
 * Faults that every tier has: the receiver of notifications fails, clients send invalid requests,
 * and the app is killed at the worst moments, which the receiver knows.
 */
public final class CommonFaults {

  private static final int INVALID_REQUESTS = 19;
  private static final int FAILING_RECEIVER = 20;
  private static final int BEFORE_THE_JOURNAL = 21;
  private static final int DURING_A_COMPENSATION = 22;

  private static final Duration BRIEF = Duration.ofMillis(500);
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final long MAX_WAIT_SECONDS = 20;

  /** A compensation starts and ends within this time after the failure. */
  private static final int COMPENSATION_MILLIS = 40;

  private CommonFaults() {}

  static List<Fault> of(WebhookReceiver receiver) {
    return List.of(
        failing(receiver, "notifier answers 503", Health.BUSY, OUTAGE),
        failing(receiver, "notifier accepts but answers 500", Health.ACCEPTS_AND_FAILS, OUTAGE),
        failing(receiver, "notifier accepts but does not answer", Health.ACCEPTS_AND_HANGS, OUTAGE),
        failing(receiver, "notifier redirects", Health.REDIRECTS, OUTAGE),
        failing(
            receiver, "notifier unavailable, 2 min", Health.UNAVAILABLE, Duration.ofMinutes(2)));
  }

  private static Fault failing(
      WebhookReceiver receiver, String name, Health health, Duration lasting) {
    return new Fault(
        FAILING_RECEIVER,
        name,
        lasting,
        _ -> receiver.setHealth(health),
        () -> receiver.setHealth(Health.OK));
  }

  static Fault invalidRequests(Tier tier) {
    return new Fault(
        INVALID_REQUESTS,
        "invalid requests: bad ids, deep nesting, large bodies",
        Duration.ofSeconds(1),
        _ -> {
          for (var api : tier.apis()) {
            var problems = api.sendInvalidRequests();
            if (!problems.isEmpty()) {
              throw new IllegalStateException(String.join("; ", problems));
            }
          }
        },
        () -> {});
  }

  /** Prepares an action that kills all processes of the app at once. */
  interface Killer {
    Runnable prepare();
  }

  static List<Fault> worstMoments(WebhookReceiver receiver, Killer killer, Fault.Healing heal) {
    return List.of(
        new Fault(
            BEFORE_THE_JOURNAL,
            "app killed after a notification was accepted, before its journal entry",
            BRIEF,
            _ -> at(receiver::onNextAccepted, killer.prepare()),
            heal),
        new Fault(
            DURING_A_COMPENSATION,
            "app killed during a compensation",
            BRIEF,
            random -> {
              var kill = killer.prepare();
              var pause = Duration.ofMillis(random.nextInt(COMPENSATION_MILLIS));
              at(
                  receiver::onNextRefused,
                  () -> {
                    LockSupport.parkNanos(pause.toNanos());
                    kill.run();
                  });
            },
            heal));
  }

  /** The store is unavailable when a compensation needs it, so the compensation fails. */
  static Fault compensationFails(WebhookReceiver receiver, Runnable stopStore, Fault.Healing heal) {
    return new Fault(
        DURING_A_COMPENSATION,
        "store unavailable when a compensation starts, 5 s",
        OUTAGE,
        _ -> at(receiver::beforeNextRefusal, stopStore),
        heal);
  }

  /** Runs an action when a moment comes, and fails if it does not come in time. */
  private static void at(Consumer<Runnable> moment, Runnable action) throws InterruptedException {
    var done = new CountDownLatch(1);
    moment.accept(
        () -> {
          action.run();
          done.countDown();
        });
    if (!done.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
      moment.accept(() -> {}); // otherwise it would inject the fault into a later run
      throw new IllegalStateException(
          "the moment to inject the fault did not come in " + MAX_WAIT_SECONDS + " s");
    }
  }
}
