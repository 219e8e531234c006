package taskagent.app;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import taskagent.domain.engine.EventPolicy;

/** The options that say where and how events are published (specification §6). */
final class EventOptions {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final int MOST_AT_ONCE = 256;

  @Option(
      names = "--events-webhook-url",
      converter = WebAddress.class,
      description =
          "The address to which events are posted, as CloudEvents. Default: the debug log.")
  private @Nullable URI url;

  @Option(
      names = "--events-longest-wait",
      defaultValue = "1m",
      converter = DurationOption.class,
      description =
          "The longest wait before an event that was refused is posted again."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration longestWait;

  @Option(
      names = "--events-give-up-after",
      defaultValue = "1d",
      converter = DurationOption.class,
      description =
          "How long an event is posted again and again until it becomes a dead letter."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration giveUpAfter;

  @Option(
      names = "--events-max-concurrent",
      defaultValue = "16",
      description =
          "Embedded: how many events of a topic are posted at once; on Dapr, the component of"
              + " pub/sub decides. Default: ${DEFAULT-VALUE}.")
  private int atOnce;

  Optional<URI> url() {
    return Optional.ofNullable(url);
  }

  EventPolicy policy() {
    return new EventPolicy(longestWait, giveUpAfter, atOnce);
  }

  /** Returns what to say at the start about options that Dapr ignores, if there are any. */
  static Optional<String> ignoredOnDapr(EventPolicy policy) {
    return policy.atOnce() == EventPolicy.DEFAULT.atOnce()
        ? Optional.empty()
        : Optional.of(
            "ignored events.max-concurrent: on Dapr, set concurrency in the component of pub/sub"
                + " (components/pubsub.yaml) instead");
  }

  /**
   * Returns the name of an option with a value that cannot be used and the rule, if there is one.
   */
  Optional<Wrong> wrong() {
    if (longestWait.compareTo(SHORTEST) < 0) {
      return Optional.of(new Wrong("--events-longest-wait", "must be at least 100ms"));
    }
    if (giveUpAfter.compareTo(SHORTEST) < 0) {
      return Optional.of(new Wrong("--events-give-up-after", "must be at least 100ms"));
    }
    return atOnce >= 2 && atOnce <= MOST_AT_ONCE
        ? Optional.empty()
        : Optional.of(new Wrong("--events-max-concurrent", "must be 2 to " + MOST_AT_ONCE));
  }

  /** An option with a value that cannot be used, and the rule that it breaks. */
  record Wrong(String option, String rule) {}
}
