package taskagent.app;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import taskagent.domain.Backoff;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.saga.RetryPolicy;

/** The options of notifications: where they are sent, how often, and what a failure means. */
final class NotifyOptions {

  private static final int MOST_ATTEMPTS = 100;
  private static final double STEEPEST_BACKOFF = 100;
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final int MOST_AT_ONCE = 1024;

  /** Where notifications are sent. */
  enum Channel {
    LOG,
    WEBHOOK
  }

  @Option(
      names = "--notify-channel",
      defaultValue = "log",
      description = "Where notifications are sent, log or webhook. Default: ${DEFAULT-VALUE}.")
  private Channel channel;

  @Option(
      names = "--notify-webhook-url",
      converter = WebAddress.class,
      description = "The address to which the webhook channel posts.")
  private @Nullable URI url;

  @Option(
      names = "--notify-at-once",
      defaultValue = "64",
      description =
          "Notifications posted to the webhook at once; one assignee gets half of them."
              + " Default: ${DEFAULT-VALUE}.")
  private int atOnce;

  @Option(
      names = "--notify-attempts",
      defaultValue = "3",
      description = "Attempts at a notification, 1 to 100. Default: ${DEFAULT-VALUE}.")
  private int attempts;

  @Option(
      names = "--notify-first-wait",
      defaultValue = "1s",
      converter = DurationOption.class,
      description = "The wait after the first failed attempt. Default: ${DEFAULT-VALUE}.")
  private Duration firstWait;

  @Option(
      names = "--notify-backoff",
      defaultValue = "2.0",
      description =
          "How many times longer each wait is than the one before. Default: ${DEFAULT-VALUE}.")
  private double backoff;

  @Option(
      names = "--notify-longest-wait",
      defaultValue = "1m",
      converter = DurationOption.class,
      description = "The longest wait between two attempts. Default: ${DEFAULT-VALUE}.")
  private Duration longestWait;

  @Option(
      names = "--notify-on-failure",
      defaultValue = "compensate",
      description =
          "What a saga does after the last failed attempt: compensate its steps, or keep the"
              + " assignee and the deadline and complete. Default: ${DEFAULT-VALUE}.")
  private NotifyPolicy.OnFailure onFailure;

  @Option(
      names = "--notify-simulated-failure-rate",
      defaultValue = "0",
      description = "The share of notifications that the log channel fails, 0 to 1. Default: 0.")
  private double failureRate;

  @Option(
      names = "--notify-simulated-failure-seed",
      defaultValue = "1",
      description = "Seed for the simulated failures. Default: ${DEFAULT-VALUE}.")
  private long failureSeed;

  @Option(
      names = "--notify-simulated-delay",
      defaultValue = "0s",
      converter = DurationOption.class,
      description = "How long the log channel takes for each. Default: ${DEFAULT-VALUE}.")
  private Duration delay;

  /** Checks an option. */
  interface Check {
    void require(String option, boolean holds, String otherwise);
  }

  /** Checks the values. */
  void check(Check check) {
    check.require(
        "--notify-channel",
        channel != Channel.WEBHOOK || url != null,
        "webhook needs --notify-webhook-url");
    check.require(
        "--notify-at-once", atOnce >= 1 && atOnce <= MOST_AT_ONCE, "must be 1 to " + MOST_AT_ONCE);
    check.require(
        "--notify-attempts",
        attempts >= 1 && attempts <= MOST_ATTEMPTS,
        "must be 1 to " + MOST_ATTEMPTS);
    check.require(
        "--notify-backoff", backoff >= 1 && backoff <= STEEPEST_BACKOFF, "must be 1 to 100");
    check.require(
        "--notify-first-wait", firstWait.compareTo(LONGEST_WAIT) <= 0, "must be at most 1d");
    check.require(
        "--notify-longest-wait", longestWait.compareTo(LONGEST_WAIT) <= 0, "must be at most 1d");
    check.require(
        "--notify-simulated-failure-rate", failureRate >= 0 && failureRate <= 1, "must be 0 to 1");
  }

  /** Returns the checked values. */
  NotifySettings settings() {
    return new NotifySettings(
        Optional.ofNullable(url).filter(_ -> channel == Channel.WEBHOOK),
        atOnce,
        new NotifyPolicy(
            new RetryPolicy(attempts, new Backoff(firstWait, backoff, longestWait)), onFailure),
        failureRate,
        failureSeed,
        delay);
  }
}
