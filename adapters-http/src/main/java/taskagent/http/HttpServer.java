package taskagent.http;

import static java.lang.System.Logger.Level.INFO;

import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import taskagent.domain.audit.AuditedBulks;
import taskagent.domain.audit.AuditedConversations;
import taskagent.domain.audit.AuditedDeadLetters;
import taskagent.domain.audit.AuditedTasks;
import taskagent.domain.audit.AuditedWorkflows;
import taskagent.domain.guard.GuardedBulks;
import taskagent.domain.guard.GuardedConversations;
import taskagent.domain.guard.GuardedDeadLetters;
import taskagent.domain.guard.GuardedLists;
import taskagent.domain.guard.GuardedTasks;
import taskagent.domain.guard.GuardedWorkflows;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Tokens;
import taskagent.http.access.Admission;
import taskagent.http.access.SessionRoutes;
import taskagent.http.api.ApiRoutes;
import taskagent.http.connection.Listener;
import taskagent.http.connection.ListenerWatch;
import taskagent.http.connection.MemoryLimit;
import taskagent.http.connection.OpenConnections;
import taskagent.http.connection.ProtocolContext;
import taskagent.http.events.EventRoutes;
import taskagent.http.page.PageRoutes;
import taskagent.http.route.Routes;
import taskagent.http.server.BrowserGuard;
import taskagent.http.server.ConcurrencyLimit;
import taskagent.http.server.Dispatcher;
import taskagent.http.server.IdentityEncoding;
import taskagent.http.server.MetricsRegistry;
import taskagent.http.server.NoContentLength;
import taskagent.http.server.OpenStreams;
import taskagent.http.server.RequestPhases;
import taskagent.http.server.StrictHttp1;
import taskagent.http.server.TransportProblems;
import taskagent.http.trace.Tracing;

/**
 * Serves an engine over HTTP (specification §5). Each connection has its own virtual thread.
 *
 * <p>{@link #close} shuts down gracefully. First the server reports that it is not ready, closes
 * each connection after its next answer, answers clients that wait for a workflow, and ends
 * streams. It stops accepting connections when no more requests arrive, but at the latest after a
 * fifth of the drain timeout. Then it finishes the active requests within the drain timeout. The
 * engine must stay open until then.
 */
public final class HttpServer implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  /** The interval at which {@link #awaitQuiet} checks. */
  private static final Duration LOOK = Duration.ofMillis(10);

  private final AtomicBoolean closing;
  private final Dispatcher dispatcher;
  private final OpenStreams streams;
  private final Listener listener;
  private final ListenerWatch watch;
  private final HttpSettings settings;

  private HttpServer(
      AtomicBoolean closing,
      Dispatcher dispatcher,
      OpenStreams streams,
      Listener listener,
      ListenerWatch watch,
      HttpSettings settings) {
    this.closing = closing;
    this.dispatcher = dispatcher;
    this.streams = streams;
    this.listener = listener;
    this.watch = watch;
    this.settings = settings;
  }

  /**
   * Starts the server.
   *
   * @param tracing observes every request
   * @param clock the source of the time at which a request is accepted
   * @throws IllegalStateException if the server cannot listen on the address
   */
  public static HttpServer start(
      HttpSettings settings, Engine engine, Tracing tracing, InstantSource clock) {
    var closing = new AtomicBoolean();
    var watched = new AtomicReference<@Nullable ListenerWatch>();
    var requests = new ConcurrencyLimit(settings.requestsAtOnce());
    var waits = new ConcurrencyLimit(settings.waitsAtOnce());
    var memory = new MemoryLimit(settings.capacity().memory());
    var streams = new OpenStreams(settings.streamsAtOnce());
    var meters = new MetricsRegistry(engine.metrics(), requests, waits);
    var ports = guarded(engine);
    var events = new EventRoutes(ports.lists(), clock);
    var routes =
        routes(
                ports,
                events,
                settings.tokens(),
                meters,
                closing::get,
                () -> accepting(watched.get()))
            .and(PageRoutes.all());
    var dispatcher =
        new Dispatcher(
            routes, memory, requests, waits, streams, meters, tracing, clock, closing::get);
    var http =
        new ProtocolContext(
            listening(settings),
            new StrictHttp1(protocol()),
            TransportProblems.handlers(meters),
            HttpRouting.builder()
                .any(dispatcher.handler(guard(settings), new Admission(settings.tokens(), true))));
    var connections =
        new OpenConnections(
            settings.capacity().connections(), settings.clientTimeout(), settings.idleTimeout());
    var listener = listen(settings, connections, http, memory);
    metrics(listener, connections, memory).forEach(meters::expose);
    streams.metrics().forEach(meters::expose);
    events.metrics().forEach(meters::expose);
    var watch = new ListenerWatch(listener, settings.capacity().watchInterval());
    watched.set(watch);
    LOGGER.log(
        INFO, "listening on {0} port {1}", settings.host(), Integer.toString(listener.port()));
    return new HttpServer(closing, dispatcher, streams, listener, watch, settings);
  }

  private static boolean accepting(@Nullable ListenerWatch watch) {
    return watch == null || watch.accepting();
  }

  private static Listener listen(
      HttpSettings settings,
      OpenConnections connections,
      ProtocolContext http,
      MemoryLimit memory) {
    try {
      return Listener.start(
          new InetSocketAddress(settings.host(), settings.port()), connections, http, memory);
    } catch (IOException | UnresolvedAddressException e) {
      connections.close();
      http.close();
      throw new IllegalStateException(
          "cannot listen on " + settings.host() + " port " + settings.port(), e);
    }
  }

  private static List<Metric> metrics(
      Listener listener, OpenConnections connections, MemoryLimit memory) {
    return List.of(
        Metric.gauge("http_server_connections_open", "Open connections.", connections::count),
        Metric.counter(
            "http_server_connections_displaced_total",
            "Connections closed while they waited for their clients, because others needed their"
                + " places.",
            connections::displaced),
        Metric.counter(
            "http_server_accept_failures_total",
            "Failed attempts to accept a connection.",
            listener::failures),
        Metric.gauge(
            "http_server_memory_reserved_bytes",
            "Memory that requests and answers in flight may use.",
            memory::used));
  }

  /** Returns the ports as callers may use them. What they change is recorded. */
  static Engine guarded(Engine engine) {
    var log = engine.audit();
    var tasks = new GuardedTasks(engine.tasks());
    return new Engine(
        new AuditedTasks(tasks, log),
        new AuditedConversations(new GuardedConversations(engine.conversations()), log),
        new AuditedWorkflows(new GuardedWorkflows(engine.workflows(), engine.tasks()), log),
        new AuditedBulks(new GuardedBulks(engine.bulks()), log),
        log,
        engine.readiness(),
        new AuditedDeadLetters(new GuardedDeadLetters(engine.deadLetters()), log),
        engine.lists().map(lists -> new GuardedLists(lists, tasks)),
        engine.metrics());
  }

  static Routes routes(
      Engine engine,
      EventRoutes events,
      Optional<Tokens> tokens,
      MetricsRegistry metrics,
      BooleanSupplier closing,
      BooleanSupplier accepting) {
    return ApiRoutes.of(
            engine.tasks(),
            engine.conversations(),
            engine.workflows(),
            engine.bulks(),
            engine.readiness(),
            engine.deadLetters(),
            engine.lists(),
            metrics::snapshots,
            closing,
            accepting)
        .and(events.routes())
        .and(new SessionRoutes(tokens).routes());
  }

  private static BrowserGuard guard(HttpSettings settings) {
    return new BrowserGuard(
        new InetSocketAddress(settings.host(), 0).getAddress().isLoopbackAddress(),
        settings.allowed().hosts(),
        settings.allowed().origins());
  }

  private static ListenerConfig listening(HttpSettings settings) {
    return ListenerConfig.builder()
        .host(settings.host())
        .port(settings.port())
        // TransportProblems needs Helidon's message to find the cause. It does not show it.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        .protocolsDiscoverServices(false)
        .buildPrototype();
  }

  /** Sets every limit, because most of Helidon's defaults are unlimited. */
  private static Http1Config protocol() {
    return Http1Config.builder()
        .maxPrologueLength(8 * 1024)
        .maxHeadersSize(16 * 1024)
        // The routes reject ill-formed ids and name the parameter.
        .validatePath(false)
        .addReceiveListener(new IdentityEncoding(new RequestPhases()))
        .addSendListener(new NoContentLength())
        .build();
  }

  /** Returns what answers every request, for servers that get requests under other host names. */
  public Handler handler() {
    return dispatcher.handler(
        new BrowserGuard(false, Set.of(), settings.allowed().origins()),
        new Admission(settings.tokens(), false));
  }

  /** Returns the port on which the server listens. */
  public int port() {
    return listener.port();
  }

  /** Calls this, with the reason, if the port accepts no connections and cannot be opened again. */
  public void onLost(Consumer<String> action) {
    watch.onLost(action);
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      streams.close();
      awaitQuiet();
      watch.close();
      listener.close(settings.drainTimeout());
    }
  }

  /**
   * Waits until no requests arrive. Helidon closes connections between two requests, and a request
   * in flight at that moment gets no answer. So clients first get time to close their connections
   * themselves. The wait is limited, because some clients always reconnect.
   */
  private void awaitQuiet() {
    var drain = settings.drainTimeout();
    var quiet = drain.dividedBy(20);
    long end = System.nanoTime() + drain.dividedBy(5).toNanos();
    while (dispatcher.quietFor().compareTo(quiet) < 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
