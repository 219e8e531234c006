package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import taskagent.chaos.load.Outside;
import taskagent.chaos.load.Outside.Health;

/**
 * What comes from outside, and is everywhere the same: the receiver of notifications is ill,
 * clients ask for what nobody may ask for, and the worst moments to be killed, which the receiver
 * knows.
 */
public final class OutsideFaults {

  private static final int POISON = 19;
  private static final int ILL = 20;
  private static final int BEFORE_THE_JOURNAL = 21;
  private static final int WITHIN_A_COMPENSATION = 22;

  /** The rows of these faults. */
  public static final Set<Integer> ROWS =
      Set.of(POISON, ILL, BEFORE_THE_JOURNAL, WITHIN_A_COMPENSATION);

  private static final Duration BRIEF = Duration.ofMillis(500);
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final long MOMENT_SECONDS = 20;

  /** A compensation begins so soon after what failed, and has ended so late, in milliseconds. */
  private static final int COMPENSATING = 40;

  private OutsideFaults() {}

  static List<Fault> of(Outside outside) {
    return List.of(
        ill(outside, "notifier not now", Health.NOT_NOW, OUTAGE),
        ill(outside, "notifier takes and answers 500", Health.TAKES_AND_FAILS, OUTAGE),
        ill(outside, "notifier takes and hangs", Health.TAKES_AND_HANGS, OUTAGE),
        ill(outside, "notifier redirects", Health.MOVED, OUTAGE),
        ill(outside, "notifier away, 2 min", Health.AWAY, Duration.ofMinutes(2)));
  }

  private static Fault ill(Outside outside, String name, Health health, Duration lasting) {
    return new Fault(
        ILL, name, lasting, _ -> outside.become(health), () -> outside.become(Health.WELL));
  }

  static Fault poison(Site site) {
    return new Fault(
        POISON,
        "poison: ids, depths and sizes that nobody may send",
        Duration.ofSeconds(1),
        _ -> {
          for (var api : site.apis()) {
            var complaints = api.poison();
            if (!complaints.isEmpty()) {
              throw new IllegalStateException(String.join("; ", complaints));
            }
          }
        },
        () -> {});
  }

  /** What kills all processes of the app at once, found before it is wanted. */
  interface Killer {
    Runnable ready();
  }

  static List<Fault> worstMoments(Outside outside, Killer killer, Fault.Healing heal) {
    return List.of(
        new Fault(
            BEFORE_THE_JOURNAL,
            "app killed when a notification was taken, before it knows",
            BRIEF,
            _ -> at(outside::onceTaken, killer.ready()),
            heal),
        new Fault(
            WITHIN_A_COMPENSATION,
            "app killed within a compensation",
            BRIEF,
            random -> {
              var kill = killer.ready();
              var pause = Duration.ofMillis(random.nextInt(COMPENSATING));
              at(
                  outside::onceRefused,
                  () -> {
                    LockSupport.parkNanos(pause.toNanos());
                    kill.run();
                  });
            },
            heal));
  }

  /** The store is away when a compensation needs it, which therefore fails until it is back. */
  static Fault compensationFails(Outside outside, Runnable storeAway, Fault.Healing heal) {
    return new Fault(
        WITHIN_A_COMPENSATION,
        "store away as a compensation begins, 5 s",
        OUTAGE,
        _ -> at(outside::beforeRefusal, storeAway),
        heal);
  }

  private static void at(Consumer<Runnable> moment, Runnable something)
      throws InterruptedException {
    var done = new CountDownLatch(1);
    moment.accept(
        () -> {
          something.run();
          done.countDown();
        });
    if (!done.await(MOMENT_SECONDS, TimeUnit.SECONDS)) {
      moment.accept(() -> {}); // or it would break something in a later run
      throw new IllegalStateException("the moment did not come in " + MOMENT_SECONDS + " s");
    }
  }
}
