package taskagent.http;

import static java.lang.System.Logger.Level.INFO;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serves an engine over HTTP (spec §5), each connection on a virtual thread of its own.
 *
 * <p>{@link #close} is graceful: from then on the server is not ready, every answer is the last on
 * its connection, and those who wait for a workflow are answered at once. As soon as no requests
 * come, or a second later, no more connections are accepted and idle ones end; what is being
 * answered is finished, within the settings' drain timeout. The engine must still be there.
 */
public final class HttpServer implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  /** How often {@link #awaitQuiet} looks. */
  private static final Duration LOOK = Duration.ofMillis(10);

  private final AtomicBoolean closing;
  private final Dispatcher dispatcher;
  private final SlowClients slow;
  private final WebServer server;
  private final Duration drain;

  private HttpServer(
      AtomicBoolean closing,
      Dispatcher dispatcher,
      SlowClients slow,
      WebServer server,
      Duration drain) {
    this.closing = closing;
    this.dispatcher = dispatcher;
    this.slow = slow;
    this.server = server;
    this.drain = drain;
  }

  /**
   * Starts to serve.
   *
   * @param tracing is told of every request
   * @param clock tells when a request was accepted
   * @throws IllegalStateException if the address cannot be listened on
   */
  public static HttpServer start(
      HttpSettings settings, Engine engine, Tracing tracing, InstantSource clock) {
    requireFree(settings);
    var closing = new AtomicBoolean();
    var slow = new SlowClients(settings.clientTimeout());
    var requests = new Gate(settings.maxRequests());
    var waits = new Gate(settings.maxWaits());
    var meters = new Meters(engine.figures(), requests, waits);
    var routes = routes(engine, meters, closing::get);
    var dispatcher =
        new Dispatcher(routes, slow, requests, waits, meters, tracing, clock, closing::get);
    var server =
        configure(WebServer.builder(), settings, slow, meters)
            .routing(routing -> routing(routing, dispatcher))
            .build()
            .start();
    if (!server.isRunning()) {
      slow.close();
      throw cannotListen(settings, null);
    }
    LOGGER.log(INFO, "listening on {0} port {1}", settings.host(), Integer.toString(server.port()));
    return new HttpServer(closing, dispatcher, slow, server, settings.drainTimeout());
  }

  /** Helidon would log a stack trace and throw nothing, so the address is tried before. */
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

  /** The table of what is served. */
  static Routes routes(Engine engine, Meters meters, BooleanSupplier closing) {
    return new Routes(
        Stream.of(
                new TaskRoutes(engine.tasks(), engine.workflows()).routes(),
                new WorkflowRoutes(engine.workflows(), closing).routes(),
                new ChatRoutes(engine.conversations()).routes(),
                new HealthRoutes(engine.readiness(), closing).routes(),
                new MetricsRoute(meters).routes(),
                OpenApiRoute.routes())
            .flatMap(List::stream)
            .toList());
  }

  static void routing(HttpRouting.Builder routing, Dispatcher dispatcher) {
    routing.any(dispatcher);
  }

  /** Every limit is set here, since Helidon's defaults leave most of them open. */
  private static WebServerConfig.Builder configure(
      WebServerConfig.Builder server, HttpSettings settings, SlowClients slow, Meters meters) {
    return server
        .host(settings.host())
        .port(settings.port())
        // The application ends its parts in its own order.
        .shutdownHook(false)
        .shutdownGracePeriod(settings.drainTimeout())
        // Nothing that merely lies on the class path shall become part of the server.
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        // A connection costs a virtual thread and 16 KB. Further ones wait in the kernel's queue.
        .maxTcpConnections(settings.maxConnections())
        .backlog(1024)
        // One request a connection at most, so this adds nothing; our own gates answer 429 where
        // Helidon would answer 503, and let health through.
        .maxConcurrentRequests(settings.maxConnections())
        .idleConnectionTimeout(settings.idleTimeout())
        .idleConnectionPeriod(period(settings.idleTimeout()))
        // An answer is one write; it need not wait for a fuller packet.
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .directHandlers(TransportProblems.handlers(meters))
        // For TransportProblems, which tells causes apart by Helidon's message and shows none.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        .addProtocol(
            Http1Config.builder()
                .maxPrologueLength(8 * 1024)
                .maxHeadersSize(16 * 1024)
                // Ill-formed ids are for the routes to refuse, with the name of the parameter.
                .validatePath(false)
                .addReceiveListener(slow)
                .addSendListener(new NoLength())
                .build());
  }

  private static Duration period(Duration idleTimeout) {
    return Duration.ofMillis(Math.max(1, idleTimeout.toMillis() / 8));
  }

  /** The port that the server listens on. */
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
   * Helidon cuts connections between two requests, and a request that is on its way then is lost to
   * its client. So clients get time to learn that they must leave: those that pause between two
   * requests need as long as that pause, and there is an end to it if they always come anew.
   */
  private void awaitQuiet() {
    var quiet = drain.dividedBy(20);
    long end = System.nanoTime() + drain.dividedBy(5).toNanos();
    while (dispatcher.quietFor().compareTo(quiet) < 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
