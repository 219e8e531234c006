package taskagent.app;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import taskagent.http.Capacity;
import taskagent.http.HttpServer;
import taskagent.http.HttpSettings;
import taskagent.http.trace.TraceParent;
import taskagent.http.trace.Tracing;
import taskagent.outbound.AgreedClock;

/** Task Agent, wired: an engine, the adapters that it calls, and the HTTP server. */
final class Application implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("taskagent.app");

  private static final Duration READINESS_CHECK_INTERVAL = Duration.ofMillis(200);

  private final RunningEngine engine;
  private final HttpServer http;
  private final Optional<RecordedTraces> traces;
  private final Optional<ClockWatch> clockWatch;
  private final Settings settings;

  private Application(
      RunningEngine engine,
      HttpServer http,
      Optional<RecordedTraces> traces,
      Optional<ClockWatch> clockWatch,
      Settings settings) {
    this.engine = engine;
    this.http = http;
    this.traces = traces;
    this.clockWatch = clockWatch;
    this.settings = settings;
  }

  /**
   * Starts everything.
   *
   * @param failure is told when a part cannot go on, and why
   * @throws CommandFailed if the database or the port cannot be used; the message says why
   */
  static Application start(Settings settings, Consumer<String> failure) {
    var files = OpenFilesLimit.ofThisProcess();
    files.warning().ifPresent(line -> LOG.log(System.Logger.Level.WARNING, line));
    files.limitIdleCalls();
    var agreed = settings.clockUrl().map(AgreedClock::start);
    var clock = agreed.<InstantSource>map(found -> found).orElse(Clock.tickMillis(ZoneOffset.UTC));
    var port = new AtomicInteger(settings.port());
    var engine =
        RunningEngine.start(
            settings, files.calls(), clock, () -> address(settings.host(), port.get()), failure);
    var traces = settings.tracesUrl().map(url -> new RecordedTraces(url, settings.tracesShare()));
    try {
      var http =
          HttpServer.start(
              httpSettings(settings, files, clock),
              engine.ports(),
              traces
                  .<Tracing>map(recorded -> recorded)
                  .orElse(
                      (_, _, parent) ->
                          new HandedOn(parent.or(() -> Optional.of(TraceParent.begin())))),
              clock);
      http.onLost(failure);
      port.set(http.port());
      engine.otherWays().accept(http.handler());
      engine.started().run();
      // The agreed clock does not follow this machine's clock, and logs its own corrections.
      var clockWatch = Optional.of(clock).filter(_ -> agreed.isEmpty()).map(ClockWatch::start);
      return new Application(engine, http, traces, clockWatch, settings);
    } catch (RuntimeException e) {
      traces.ifPresent(RecordedTraces::close);
      engine.end().run();
      throw new CommandFailed(
          "Cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ". Either another program listens there (choose another port with --port; 0 takes a"
              + " free one), or this machine does not have that address (see --host).",
          e);
    }
  }

  private static HttpSettings httpSettings(
      Settings settings, OpenFilesLimit files, InstantSource clock) {
    var http =
        HttpSettings.on(settings.host(), settings.port())
            .withCapacity(Capacity.usual().withConnections(files.connections()))
            .withMaxRequests(settings.maxConcurrent())
            .withMaxStreams(settings.maxStreams())
            .withDrainTimeout(settings.drain())
            .withAllowed(settings.allowed());
    return settings.access().tokens(clock).map(http::withTokens).orElse(http);
  }

  /**
   * Waits until everything that the engine needs is available. Until then, requests get 503.
   *
   * @param ended stops the wait when it is counted down
   * @param progress receives what is missing, each time that changes
   * @return true if the engine is ready, false if the wait was stopped
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
      if (ended.await(READINESS_CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  String address() {
    return address(settings.host(), http.port());
  }

  private static String address(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns the text for the console: the address, and what to try next. */
  String greeting() {
    return """
    Task Agent is ready at %s%s
    %s, the API is described at %s/openapi.yaml
    Try:
      open %s in a browser
      curl -s %s/tasks/process%s -H 'Content-Type: application/json' -d '{"task_id": "t1", \
    "title": "Try Task Agent", "description": "My first task here", "assignee": "ada"}'
      curl -s '%s/workflows/task-workflow-t1?wait=10s'%s\
    """
        .formatted(
            address(),
            exposure(),
            engine.about(),
            address(),
            address(),
            address(),
            authorization(),
            address(),
            authorization());
  }

  /** Says who may call; an address that others can reach needs a warning. */
  private String exposure() {
    if (!settings.access().open()) {
      return "%n".formatted() + settings.access().about();
    }
    return Loopback.names(settings.host())
        ? ""
        : "%nOther machines may reach it, and it lets anybody do everything.".formatted();
  }

  private String authorization() {
    return settings.access().open() ? "" : " -H \"Authorization: Bearer $TASKAGENT_TOKEN\"";
  }

  /** Refuses new requests, finishes the running ones, then shuts the engine down. */
  @Override
  public void close() {
    http.close();
    clockWatch.ifPresent(ClockWatch::close);
    traces.ifPresent(RecordedTraces::close);
    engine.end().run();
  }
}
