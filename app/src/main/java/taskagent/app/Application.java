package taskagent.app;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import taskagent.http.HttpServer;
import taskagent.http.HttpSettings;
import taskagent.http.Tracing;
import taskagent.outbound.AgreedClock;

/** The whole of Task Agent, wired: an engine, what it needs from outside, and HTTP before it. */
final class Application implements AutoCloseable {

  /** How often it is looked whether the engine is ready by now. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final RunningEngine engine;
  private final HttpServer http;
  private final Optional<RecordedTraces> traces;
  private final Settings settings;

  private Application(
      RunningEngine engine, HttpServer http, Optional<RecordedTraces> traces, Settings settings) {
    this.engine = engine;
    this.http = http;
    this.traces = traces;
    this.settings = settings;
  }

  /**
   * Starts everything.
   *
   * @throws CannotStart if the database or the port cannot be had, and says why
   */
  static Application start(Settings settings) {
    var agreed = settings.clockUrl().map(AgreedClock::start);
    var clock = agreed.<InstantSource>map(found -> found).orElse(Clock.tickMillis(ZoneOffset.UTC));
    var engine = RunningEngine.start(settings, clock);
    var traces = settings.tracesUrl().map(url -> new RecordedTraces(url, settings.tracesShare()));
    try {
      var http =
          HttpServer.start(
              HttpSettings.on(settings.host(), settings.port())
                  .withMaxRequests(settings.maxConcurrent())
                  .withDrainTimeout(settings.drain()),
              engine.ports(),
              traces
                  .<Tracing>map(recorded -> recorded)
                  .orElse((_, _, parent) -> new HandedOn(parent)),
              clock);
      return new Application(engine, http, traces, settings);
    } catch (RuntimeException e) {
      traces.ifPresent(RecordedTraces::close);
      engine.end().run();
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

  /**
   * Waits until the others are there that the engine needs; until then requests are answered with
   * 503.
   *
   * @param ended is counted down when there is no more use in waiting
   * @param progress is told what is waited for, when that changes
   * @return whether they are
   */
  boolean awaitReady(CountDownLatch ended, Consumer<String> progress) throws InterruptedException {
    Optional<String> said = Optional.empty();
    while (engine.needsOthers()) {
      var missing = engine.ports().readiness().notReady();
      if (missing.isEmpty()) {
        break;
      }
      if (!missing.equals(said)) {
        progress.accept(missing.get());
        said = missing;
      }
      if (ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  String address() {
    var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "http://" + host + ":" + http.port();
  }

  /** What to tell whoever started it: where it is, and what to try next. */
  String greeting() {
    return """
        Task Agent is ready at %s
        %s, the API is described at %s/openapi.yaml
        Try:
          curl -s %s/tasks/process -H 'Content-Type: application/json' -d '{"task_id": "t1", \
        "title": "Try Task Agent", "description": "My first task here", "assignee": "ada"}'
          curl -s '%s/workflows/task-workflow-t1?wait=10s'"""
        .formatted(address(), engine.about(), address(), address(), address());
  }

  /** Ends in order: no new requests, finish those that are here, then the engine. */
  @Override
  public void close() {
    http.close();
    traces.ifPresent(RecordedTraces::close);
    engine.end().run();
  }
}
