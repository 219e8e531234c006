package taskagent.app;

import java.time.Duration;
import java.time.InstantSource;
import taskagent.dapr.DaprEngine;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.embedded.DatabaseUnusable;
import taskagent.embedded.EmbeddedEngine;
import taskagent.embedded.EmbeddedSettings;
import taskagent.http.Engine;
import taskagent.outbound.LogEventPublisher;
import taskagent.outbound.LogNotifier;
import taskagent.outbound.WebhookEventPublisher;
import taskagent.outbound.WebhookNotifier;

/**
 * An engine that was started, whichever it is.
 *
 * @param ports what is served
 * @param needsOthers whether it becomes ready only when others are there, which may come later
 * @param end ends it
 * @param about what to tell whoever started it, in a line or two
 */
record RunningEngine(Engine ports, boolean needsOthers, Runnable end, String about) {

  /** How long a webhook may take to answer. */
  private static final Duration WEBHOOK = Duration.ofSeconds(10);

  /**
   * Starts the engine that the settings name.
   *
   * @throws CannotStart if what it needs cannot be had, and says why
   */
  static RunningEngine start(Settings settings, InstantSource clock) {
    return switch (settings.engine()) {
      case EMBEDDED -> embedded(settings, clock);
      case DAPR -> dapr(settings, clock);
    };
  }

  private static RunningEngine embedded(Settings settings, InstantSource clock) {
    try {
      var engine =
          EmbeddedEngine.open(
              new EmbeddedSettings(settings.data(), settings.exchangesKept()),
              clock,
              notifier(settings, clock),
              new RuleBasedResponder(),
              publisher(settings));
      var goesOn =
          engine.leftBehind() == 0
              ? ""
              : "Going on with %d unfinished workflows.%n".formatted(engine.leftBehind());
      return new RunningEngine(
          new Engine(
              engine.tasks(),
              engine.conversations(),
              engine.workflows(),
              engine.readiness(),
              engine.figures()),
          false,
          engine::close,
          goesOn + "Data is in " + settings.data().toAbsolutePath().normalize());
    } catch (DatabaseUnusable e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private static RunningEngine dapr(Settings settings, InstantSource clock) {
    try {
      var engine =
          DaprEngine.open(
              settings.dapr(),
              clock,
              notifier(settings, clock),
              new RuleBasedResponder(),
              publisher(settings));
      return new RunningEngine(
          new Engine(
              engine.tasks(),
              engine.conversations(),
              engine.workflows(),
              engine.readiness(),
              engine.figures()),
          true,
          engine::close,
          "On Dapr, with the state in the component " + settings.dapr().stateStore());
    } catch (IllegalStateException e) {
      throw new CannotStart(
          "The sidecar could not call in: " + e.getMessage() + ". See --callback-port.", e);
    }
  }

  private static Notifier notifier(Settings settings, InstantSource clock) {
    return settings
        .notifyUrl()
        .<Notifier>map(url -> new WebhookNotifier(url, WEBHOOK, clock))
        .orElseGet(
            () ->
                new LogNotifier(settings.failureRate(), settings.failureSeed(), settings.delay()));
  }

  private static EventPublisher publisher(Settings settings) {
    return settings
        .eventsUrl()
        .<EventPublisher>map(url -> new WebhookEventPublisher(url, WEBHOOK))
        .orElseGet(LogEventPublisher::new);
  }
}
