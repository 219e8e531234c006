package taskagent.outbound;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;

/**
 * Notifies by a line in the log. Can simulate a notifier that is slow or sometimes fails
 * (specification §9).
 */
public final class LogNotifier implements Notifier {

  private static final System.Logger LOG = System.getLogger(LogNotifier.class.getName());

  private static final RandomGeneratorFactory<RandomGenerator> SEEDED =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final double failureRate;
  private final long seed;
  private final Duration delay;

  /**
   * Creates a notifier that fails and delays as configured.
   *
   * @param failureRate the share of attempts that fail, 0 to 1
   * @param seed the seed for the simulated failures: an attempt fails in every process or in none
   * @param delay how long each attempt takes
   */
  public LogNotifier(double failureRate, long seed, Duration delay) {
    this.failureRate = failureRate;
    this.seed = seed;
    this.delay = delay;
  }

  @Override
  public Notified notify(Notification notification) {
    if (!slept()) {
      return new Failed("interrupted", true);
    }
    if (fails(notification)) {
      return new Failed("the simulated notifier failed", true);
    }
    LOG.log(
        System.Logger.Level.INFO,
        "notified {0} of task {1}, due {2} ({3})",
        notification.assignee(),
        notification.task(),
        notification.deadline(),
        notification.key());
    return new Sent();
  }

  private boolean slept() {
    try {
      Thread.sleep(delay);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean fails(Notification notification) {
    long which = seed * 31 + notification.key().hashCode();
    return SEEDED.create(which * 31 + notification.attempt()).nextDouble() < failureRate;
  }
}
