package taskagent.app;

import io.helidon.webserver.http.Handler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import taskagent.dapr.DaprEngine;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Notifier;
import taskagent.embedded.DatabaseUnusable;
import taskagent.embedded.EmbeddedEngine;
import taskagent.embedded.EmbeddedSettings;
import taskagent.http.Engine;
import taskagent.json.RunJson;
import taskagent.outbound.ActivityCounters;
import taskagent.outbound.ActivityLog;
import taskagent.outbound.LogEventPublisher;
import taskagent.outbound.WebhookEventPublisher;
import taskagent.view.View;

/**
 * A started engine of either kind.
 *
 * @param ports what the HTTP server calls
 * @param needsOthers true if it becomes ready only when other processes are available
 * @param otherWays takes what answers requests, if it gets some in other ways than over HTTP
 * @param started logs what it found, once everything else has started
 * @param end shuts it down
 * @param about a line or two for the console
 */
record RunningEngine(
    Engine ports,
    boolean needsOthers,
    Consumer<Handler> otherWays,
    Runnable started,
    Runnable end,
    String about) {

  private static final System.Logger LOG = System.getLogger(RunningEngine.class.getName());

  private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Starts the engine that the settings name.
   *
   * @param calls how many calls to receivers may be under way
   * @param address of the API, for the log
   * @param failure is told when a part cannot go on, and why
   * @throws CommandFailed if something that it needs cannot be used; the message says why
   */
  static RunningEngine start(
      Settings settings,
      int calls,
      InstantSource clock,
      Supplier<String> address,
      Consumer<String> failure) {
    return switch (settings.engine()) {
      case EMBEDDED -> embedded(settings, calls, clock, address, failure);
      case DAPR -> dapr(settings, clock, address, failure);
    };
  }

  private static RunningEngine embedded(
      Settings settings,
      int calls,
      InstantSource clock,
      Supplier<String> address,
      Consumer<String> failure) {
    var counters = new ActivityCounters();
    var activity = activity(address, counters);
    var notifier = settings.notifications().notifier(clock);
    try {
      var engine =
          EmbeddedEngine.open(
              new EmbeddedSettings(
                      settings.data(),
                      settings.exchangesKept(),
                      settings.retention(),
                      settings.events(),
                      settings.notifications().policy())
                  .withCallsAtOnce(calls),
              clock,
              Kinds.ofTasks(RunJson.CODEC, notifier),
              new RuleBasedResponder(),
              publisher(settings),
              activity);
      engine.watch(failure);
      var view = View.in(settings.data(), engine.changes(), clock);
      return new RunningEngine(
          new Engine(
              engine.tasks(),
              engine.conversations(),
              engine.workflows(),
              engine.bulks(),
              engine.audit(),
              engine.readiness(),
              engine.deadLetters(),
              Optional.of(view),
              metrics(settings, engine.metrics(), view.metrics(), notifier, counters)),
          false,
          _ -> {},
          () -> {
            engine.logRecovery();
            view.start();
          },
          () -> {
            view.close();
            engine.close();
          },
          "Data is in " + settings.data().toAbsolutePath().normalize());
    } catch (DatabaseUnusable e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private static RunningEngine dapr(
      Settings settings, InstantSource clock, Supplier<String> address, Consumer<String> failure) {
    EventOptions.ignoredOnDapr(settings.events())
        .ifPresent(line -> LOG.log(System.Logger.Level.WARNING, line));
    var counters = new ActivityCounters();
    var activity = activity(address, counters);
    var notifier = settings.notifications().notifier(clock);
    try {
      var engine =
          DaprEngine.open(
              settings.dapr(),
              clock,
              Kinds.ofTasks(RunJson.CODEC, notifier),
              new RuleBasedResponder(),
              publisher(settings),
              activity);
      engine.onLost(failure);
      var lists = DaprLists.open(settings.data(), engine.changes(), clock);
      return new RunningEngine(
          new Engine(
              engine.tasks(),
              engine.conversations(),
              engine.workflows(),
              engine.bulks(),
              engine.audit(),
              engine.readiness(),
              engine.deadLetters(),
              lists.view(),
              metrics(settings, engine.metrics(), lists.metrics(), notifier, counters)),
          true,
          engine::serve,
          lists::start,
          () -> {
            lists.close();
            engine.close();
          },
          "It runs on Dapr with the state store " + settings.dapr().stateStore());
    } catch (IllegalStateException e) {
      throw new CommandFailed(
          "Cannot listen for the sidecar's calls: " + e.getMessage() + ". See --callback-port.", e);
    }
  }

  private static Activity activity(Supplier<String> address, ActivityCounters counters) {
    return new ActivityLog(address, LogFields::traceId).and(counters);
  }

  private static List<Metric> metrics(
      Settings settings,
      List<Metric> ofEngine,
      List<Metric> ofView,
      Notifier notifier,
      ActivityCounters counters) {
    return Stream.of(
            ofEngine,
            ofView,
            notifier.metrics(),
            counters.metrics(),
            List.of(ServerOutput.metric(), info(settings)))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the metric that tells monitoring, and the command doctor, what runs here. */
  private static Metric info(Settings settings) {
    var labels =
        Map.of(
            "version", Main.version(),
            "engine", settings.engine().name().toLowerCase(Locale.ROOT));
    return Metric.gauge(
        "taskagent_info",
        "The version and the engine of this server, as labels. The value is always 1.",
        List.of(new Metric.Sample(labels, () -> 1)));
  }

  private static EventPublisher publisher(Settings settings) {
    return settings
        .eventsUrl()
        .<EventPublisher>map(url -> new WebhookEventPublisher(url, WEBHOOK_TIMEOUT))
        .orElseGet(LogEventPublisher::new);
  }
}
