package taskagent.dapr.sidecar;

import static java.lang.System.Logger.Level.WARNING;

import io.dapr.actors.runtime.ActorRuntime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.json.ActorCallsJson;

/**
 * The server that only the sidecar may call: actor methods, reminders, the app's health, and the
 * requests that other apps send by Dapr's service invocation. It has a port of its own, which is
 * never the public one (specification §5).
 */
public final class Callbacks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());
  private static final HeaderName TOKEN = HeaderNames.create("dapr-api-token");
  private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
  private static final HeaderName CONTENT_TYPE = HeaderNames.CONTENT_TYPE;
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();
  private static final String JSON = "application/json";

  /** Dapr's own limit. Every document is far smaller. */
  private static final long LARGEST = 4L << 20;

  /** How long a shutdown waits for running calls. Longer than an actor's turn may take. */
  private static final Duration GRACE = SidecarCalls.PATIENCE.plusSeconds(2);

  /**
   * How long a shutdown waits until the sidecar has noticed that this app is unhealthy and has
   * moved its actors.
   */
  private static final Duration LEAVE_AT_MOST = Duration.ofSeconds(8);

  /**
   * The number of failed health checks after which the sidecar surely takes an app for unhealthy:
   * one more than the threshold in {@code k8s/base/deployment.yaml}.
   */
  private static final int TOLD = 6;

  /** A sidecar with app health checks asks at least this often. */
  private static final Duration WATCHED = Duration.ofSeconds(10);

  private final AtomicBoolean leaving = new AtomicBoolean();
  private final AtomicInteger told = new AtomicInteger();
  private final LongAdder turns = new LongAdder();
  private volatile long asked = System.nanoTime() - WATCHED.toNanos();
  private final ActorRuntime actors;
  private final BooleanSupplier usable;
  private final WebServer server;
  private final InetSocketAddress address;
  private volatile Optional<PortWatch> watch = Optional.empty();
  private volatile Handler api =
      (_, response) -> response.status(Status.SERVICE_UNAVAILABLE_503).send();

  /** Computes the body of a response. */
  private interface Answering {
    Optional<byte[]> answer() throws IOException;
  }

  /**
   * Starts to listen.
   *
   * @param host the address to listen on; never a public one
   * @param port the port to listen on; 0 takes a free one
   * @param token the {@code dapr-api-token} that every call must carry, if any
   * @param usable whether the actors can take turns; otherwise other replicas should host them
   * @throws IllegalStateException if the port is not available
   */
  public Callbacks(
      String host, int port, Optional<String> token, ActorRuntime actors, BooleanSupplier usable) {
    this.actors = actors;
    this.usable = usable;
    var listening = address(host);
    this.server =
        WebServer.builder()
            .address(listening)
            .port(port)
            .maxPayloadSize(LARGEST)
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .routing(routing -> routing(routing, token))
            .build()
            .start();
    if (!server.isRunning()) {
      throw new IllegalStateException("cannot listen on " + host + " port " + port);
    }
    this.address =
        new InetSocketAddress(
            listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening,
            server.port());
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("unknown host " + host, e);
    }
  }

  private void routing(HttpRouting.Builder routing, Optional<String> token) {
    token.ifPresent(expected -> routing.addFilter(new TokenFilter(expected)));
    routing
        .get("/healthz", (_, response) -> health(response))
        .get(
            "/dapr/config",
            (request, response) ->
                answer(request, response, () -> Optional.of(actors.serializeConfig())))
        .put("/actors/{type}/{id}/method/remind/{name}", this::remind)
        .put("/actors/{type}/{id}/method/{name}", this::invoke)
        .delete("/actors/{type}/{id}", this::deactivate)
        // The sidecar also asks for what we do not have, such as /dapr/subscribe.
        .any("/actors/*", Callbacks::unknown)
        .any("/dapr/*", Callbacks::unknown)
        .any((request, response) -> api.handle(request, response));
  }

  private static void unknown(ServerRequest request, ServerResponse response) {
    response.status(Status.NOT_FOUND_404).send();
  }

  /** Answers the requests of other apps by this handler from now on. */
  public void serve(Handler requests) {
    api = requests;
  }

  private void health(ServerResponse response) {
    asked = System.nanoTime();
    boolean leaves = leaving.get();
    if (leaves) {
      told.incrementAndGet();
    }
    if (leaves || !usable.getAsBoolean()) {
      response.status(Status.SERVICE_UNAVAILABLE_503);
    }
    response.send();
  }

  /**
   * Reports this app as unhealthy, so that a sidecar with health checks moves the actors to other
   * replicas while this app can still take turns. Returns when the sidecar has noticed. After that
   * the sidecar may shut down as well.
   */
  private void leave() {
    leaving.set(true);
    long end = System.nanoTime() + LEAVE_AT_MOST.toNanos();
    while (told.get() < TOLD && watched() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean watched() {
    return System.nanoTime() - asked < WATCHED.toNanos();
  }

  private void invoke(ServerRequest request, ServerResponse response) {
    var path = request.path().pathParameters();
    var body = body(request);
    answer(
        request,
        response,
        () -> turn(actors.invoke(path.get("type"), path.get("id"), path.get("name"), body)));
  }

  private void remind(ServerRequest request, ServerResponse response) {
    var path = request.path().pathParameters();
    var body = body(request);
    answer(
        request,
        response,
        () ->
            turn(
                actors
                    .invokeReminder(path.get("type"), path.get("id"), path.get("name"), body)
                    .then(Mono.empty())));
  }

  private void deactivate(ServerRequest request, ServerResponse response) {
    var path = request.path().pathParameters();
    answer(
        request,
        response,
        () -> turn(actors.deactivate(path.get("type"), path.get("id")).then(Mono.empty())));
  }

  /** Runs the turn on this virtual thread, which may block. */
  private Optional<byte[]> turn(Mono<byte[]> turn) {
    try {
      return turn.blockOptional();
    } finally {
      turns.increment();
    }
  }

  /** Returns how many turns actors have taken here, failed ones included. */
  public long turns() {
    return turns.sum();
  }

  private static byte[] body(ServerRequest request) {
    return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
  }

  private static void answer(ServerRequest request, ServerResponse response, Answering answering) {
    try {
      var answer = Trace.within(request.headers().first(TRACEPARENT), answering::answer);
      response.header(CONTENT_TYPE, JSON).send(answer.orElseGet(() -> new byte[0]));
    } catch (CallFailed e) {
      response
          .status(e.kind().status())
          .header(CONTENT_TYPE, JSON)
          .send(ActorCallsJson.writeFailure(String.valueOf(e.getMessage())));
    } catch (Unavailable e) {
      response.status(Status.SERVICE_UNAVAILABLE_503).send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      if (isUnknown(e)) {
        response.status(Status.NOT_FOUND_404).send();
        return;
      }
      // The turn itself answers its own failures (see Envelope). This failure comes from the SDK:
      // when a sidecar dies during a turn and its successor calls the same actor, the SDK fails to
      // complete the first turn, although everything was saved.
      LOG.log(WARNING, "a call from the sidecar failed: {0}", e.getMessage());
      response.status(Status.INTERNAL_SERVER_ERROR_500).send();
    }
  }

  /** Returns true if the SDK does not know the actor type or the method. */
  private static boolean isUnknown(RuntimeException e) {
    return e instanceof IllegalArgumentException || e.getCause() instanceof NoSuchMethodException;
  }

  /** Calls this, with the reason, if the port accepts no connections any more. */
  public void onLost(Consumer<String> action) {
    watch = Optional.of(new PortWatch(address, WATCHED, action));
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    watch.ifPresent(PortWatch::close);
    leave();
    server.stop();
  }

  /** Rejects calls without the token. The comparison takes constant time. */
  private record TokenFilter(String expected) implements Filter {

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
      var given = request.headers().first(TOKEN).orElse("");
      if (MessageDigest.isEqual(
          given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
        chain.proceed();
      } else {
        response.status(Status.UNAUTHORIZED_401).send();
      }
    }
  }
}
