package taskagent.http;

import static java.lang.System.Logger.Level.INFO;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import taskagent.http.api.ApiRoutes;
import taskagent.http.route.Routes;
import taskagent.http.server.BrowserGuard;
import taskagent.http.server.ConcurrencyLimit;
import taskagent.http.server.Dispatcher;
import taskagent.http.server.IdentityEncoding;
import taskagent.http.server.MetricsRegistry;
import taskagent.http.server.NoContentLength;
import taskagent.http.server.SlowClients;
import taskagent.http.server.StrictHttp1;
import taskagent.http.server.TransportProblems;
import taskagent.http.trace.Tracing;

/**
 * Serves an engine over HTTP (specification §5). Each connection has its own virtual thread.
 *
 * <p>{@link #close} shuts down gracefully. First the server reports that it is not ready, closes
 * each connection after its next answer, and answers clients that wait for a workflow. It stops
 * accepting connections when no more requests arrive, but at the latest after a fifth of the drain
 * timeout. Then it finishes the active requests within the drain timeout. The engine must stay open
 * until then.
 */
public final class HttpServer implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  /** The interval at which {@link #awaitQuiet} checks. */
  private static final Duration LOOK = Duration.ofMillis(10);

  private final AtomicBoolean closing;
  private final Dispatcher dispatcher;
  private final SlowClients slow;
  private final WebServer server;
  private final Set<String> allowedOrigins;
  private final Duration drain;

  private HttpServer(
      AtomicBoolean closing,
      Dispatcher dispatcher,
      SlowClients slow,
      WebServer server,
      Set<String> allowedOrigins,
      Duration drain) {
    this.closing = closing;
    this.dispatcher = dispatcher;
    this.slow = slow;
    this.server = server;
    this.allowedOrigins = allowedOrigins;
    this.drain = drain;
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
    requireFree(settings);
    var closing = new AtomicBoolean();
    var slow = new SlowClients(settings.clientTimeout());
    var requests = new ConcurrencyLimit(settings.maxRequests());
    var waits = new ConcurrencyLimit(settings.maxWaits());
    var meters = new MetricsRegistry(engine.metrics(), requests, waits);
    var routes = routes(engine, meters, closing::get);
    var dispatcher =
        new Dispatcher(routes, slow, requests, waits, meters, tracing, clock, closing::get);
    var server =
        configure(WebServer.builder(), settings, slow, meters)
            .routing(routing -> routing(routing, dispatcher.handler(guard(settings))))
            .build()
            .start();
    if (!server.isRunning()) {
      slow.close();
      throw cannotListen(settings, null);
    }
    LOGGER.log(INFO, "listening on {0} port {1}", settings.host(), Integer.toString(server.port()));
    return new HttpServer(
        closing, dispatcher, slow, server, settings.allowed().origins(), settings.drainTimeout());
  }

  /** Checks the address first, because Helidon would log a stack trace and throw nothing. */
  private static void requireFree(HttpSettings settings) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw cannotListen(settings, e);
    }
  }

  private static IllegalStateException cannotListen(
      HttpSettings settings, @Nullable Throwable cause) {
    return new IllegalStateException(
        "cannot listen on " + settings.host() + " port " + settings.port(), cause);
  }

  static Routes routes(Engine engine, MetricsRegistry metrics, BooleanSupplier closing) {
    return ApiRoutes.of(
        engine.tasks(),
        engine.conversations(),
        engine.workflows(),
        engine.readiness(),
        engine.deadLetters(),
        metrics::snapshots,
        closing);
  }

  static void routing(HttpRouting.Builder routing, Handler handler) {
    routing.any(handler);
  }

  private static BrowserGuard guard(HttpSettings settings) {
    return new BrowserGuard(
        new InetSocketAddress(settings.host(), 0).getAddress().isLoopbackAddress(),
        settings.allowed().hosts(),
        settings.allowed().origins());
  }

  /** Sets every limit, because most of Helidon's defaults are unlimited. */
  private static WebServerConfig.Builder configure(
      WebServerConfig.Builder server,
      HttpSettings settings,
      SlowClients slow,
      MetricsRegistry meters) {
    return server
        .host(settings.host())
        .port(settings.port())
        // The application closes its parts in its own order.
        .shutdownHook(false)
        .shutdownGracePeriod(settings.drainTimeout())
        // Do not load features only because they are on the class path.
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        // A connection costs a virtual thread and 16 KB. More wait in the queue of the kernel.
        .maxTcpConnections(settings.maxConnections())
        .backlog(1024)
        // A connection has at most one request, so this never applies. Our own limits answer 429
        // where Helidon would answer 503, and they do not apply to health checks.
        .maxConcurrentRequests(settings.maxConnections())
        .idleConnectionTimeout(settings.idleTimeout())
        .idleConnectionPeriod(period(settings.idleTimeout()))
        // An answer is one write, so it need not wait for more data.
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .directHandlers(TransportProblems.handlers(meters))
        // TransportProblems needs Helidon's message to find the cause. It does not show it.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        .addConnectionSelector(
            new StrictHttp1(
                Http1Config.builder()
                    .maxPrologueLength(8 * 1024)
                    .maxHeadersSize(16 * 1024)
                    // The routes reject ill-formed ids and name the parameter.
                    .validatePath(false)
                    .addReceiveListener(new IdentityEncoding(slow))
                    .addSendListener(new NoContentLength())
                    .build()));
  }

  private static Duration period(Duration idleTimeout) {
    return Duration.ofMillis(Math.max(1, idleTimeout.toMillis() / 8));
  }

  /** Returns what answers every request, for servers that get requests under other host names. */
  public Handler handler() {
    return dispatcher.handler(new BrowserGuard(false, Set.of(), allowedOrigins));
  }

  /** Returns the port on which the server listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      awaitQuiet();
      server.stop();
      slow.close();
    }
  }

  /**
   * Waits until no requests arrive. Helidon closes connections between two requests, and a request
   * in flight at that moment gets no answer. So clients first get time to close their connections
   * themselves. The wait is limited, because some clients always reconnect.
   */
  private void awaitQuiet() {
    var quiet = drain.dividedBy(20);
    long end = System.nanoTime() + drain.dividedBy(5).toNanos();
    while (dispatcher.quietFor().compareTo(quiet) < 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
