package taskagent.app;

import java.time.Clock;
import java.time.Duration;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.embedded.DatabaseUnusable;
import taskagent.embedded.EmbeddedEngine;
import taskagent.embedded.EmbeddedSettings;
import taskagent.http.Engine;
import taskagent.http.HttpServer;
import taskagent.http.HttpSettings;
import taskagent.outbound.LogEventPublisher;
import taskagent.outbound.LogNotifier;
import taskagent.outbound.WebhookEventPublisher;
import taskagent.outbound.WebhookNotifier;

/** The whole of Task Agent, wired: an engine, what it needs from outside, and HTTP before it. */
final class Application implements AutoCloseable {

  /** How long a webhook may take to answer. */
  private static final Duration WEBHOOK = Duration.ofSeconds(10);

  private final EmbeddedEngine engine;
  private final HttpServer http;
  private final Settings settings;

  private Application(EmbeddedEngine engine, HttpServer http, Settings settings) {
    this.engine = engine;
    this.http = http;
    this.settings = settings;
  }

  /**
   * Starts everything.
   *
   * @throws CannotStart if the database or the port cannot be had, and says why
   */
  static Application start(Settings settings) {
    var clock = Clock.systemUTC();
    var engine = engine(settings, clock);
    try {
      var http =
          HttpServer.start(
              HttpSettings.on(settings.host(), settings.port())
                  .withMaxRequests(settings.maxConcurrent())
                  .withDrainTimeout(settings.drain()),
              new Engine(
                  engine.tasks(),
                  engine.conversations(),
                  engine.workflows(),
                  engine.readiness(),
                  engine.figures()),
              clock);
      return new Application(engine, http, settings);
    } catch (RuntimeException e) {
      engine.close();
      throw new CannotStart(
          "Cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ". Either something else listens there (choose another with --port; 0 takes any),"
              + " or it is no address of this machine (see --host).",
          e);
    }
  }

  private static EmbeddedEngine engine(Settings settings, Clock clock) {
    try {
      return EmbeddedEngine.open(
          new EmbeddedSettings(settings.data(), settings.exchangesKept()),
          clock,
          notifier(settings, clock),
          new RuleBasedResponder(),
          publisher(settings));
    } catch (DatabaseUnusable e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private static Notifier notifier(Settings settings, Clock clock) {
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

  String address() {
    var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "http://" + host + ":" + http.port();
  }

  /** What to tell whoever started it: where it is, and what to try next. */
  String greeting() {
    var goesOn =
        engine.leftBehind() == 0
            ? ""
            : "Going on with %d unfinished workflows.%n".formatted(engine.leftBehind());
    return """
        %sTask Agent is ready at %s
        Data is in %s, the API is described at %s/openapi.yaml
        Try:
          curl -s %s/tasks/process -H 'Content-Type: application/json' -d '{"task_id": "t1", \
        "title": "Try Task Agent", "description": "My first task here", "assignee": "ada"}'
          curl -s '%s/workflows/task-workflow-t1?wait=10s'"""
        .formatted(
            goesOn,
            address(),
            settings.data().toAbsolutePath().normalize(),
            address(),
            address(),
            address());
  }

  /** Ends in order: no new requests, finish those that are here, then the engine. */
  @Override
  public void close() {
    http.close();
    engine.close();
  }
}
