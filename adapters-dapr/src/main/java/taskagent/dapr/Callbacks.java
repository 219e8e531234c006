package taskagent.dapr;

import static java.lang.System.Logger.Level.WARNING;

import io.dapr.actors.runtime.ActorRuntime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Mono;
import taskagent.domain.port.Unavailable;

/**
 * What only the sidecar may call: turns of actors, and reminders. A server of its own, on a port of
 * its own, which is never the public one (spec §5).
 */
final class Callbacks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());
  private static final HeaderName TOKEN = HeaderNames.create("dapr-api-token");
  private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
  private static final HeaderName CONTENT_TYPE = HeaderNames.CONTENT_TYPE;
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();
  private static final String JSON = "application/json";

  /** Dapr's own limit is 4 MiB, and no document comes near it. */
  private static final long LARGEST = 4L << 20;

  /** Longer than a turn may take. */
  private static final Duration GRACE = Reach.PATIENCE.plusSeconds(2);

  /**
   * How long a sidecar that watches our health may take to hear of it, and to have our actors move.
   */
  private static final Duration LEAVE_AT_MOST = Duration.ofSeconds(6);

  /** So often it asks before it believes that we are not well; Dapr's default is one less. */
  private static final int TOLD = 4;

  /** A sidecar that watches us asks at least this often. */
  private static final Duration WATCHED = Duration.ofSeconds(10);

  private final AtomicBoolean leaving = new AtomicBoolean();
  private final AtomicInteger told = new AtomicInteger();
  private volatile long asked = System.nanoTime() - WATCHED.toNanos();
  private final ActorRuntime actors;
  private final WebServer server;

  /** Answers something for the sidecar. */
  private interface Answering {
    Optional<byte[]> answer() throws IOException;
  }

  Callbacks(DaprSettings settings, ActorRuntime actors) {
    this.actors = actors;
    this.server =
        WebServer.builder()
            .address(address(settings.callbackHost()))
            .port(settings.callbackPort())
            .maxPayloadSize(LARGEST)
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .routing(routing -> routing(routing, settings.callbackToken()))
            .build()
            .start();
    if (!server.isRunning()) {
      throw new IllegalStateException(
          "cannot listen on " + settings.callbackHost() + " port " + settings.callbackPort());
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("there is no host " + host, e);
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
        .delete("/actors/{type}/{id}", this::deactivate);
  }

  private void health(ServerResponse response) {
    asked = System.nanoTime();
    if (leaving.get()) {
      told.incrementAndGet();
      response.status(Status.SERVICE_UNAVAILABLE_503);
    }
    response.send();
  }

  /**
   * Tells a sidecar that watches our health that we are about to end, so that it has our actors
   * move to others while turns can still be taken here. Then it may end, too: nothing that needs it
   * may still go on here.
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

  /** Takes the turn on this thread, which may wait as long as it has to. */
  private static Optional<byte[]> turn(Mono<byte[]> turn) {
    return turn.blockOptional();
  }

  private static byte[] body(ServerRequest request) {
    return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
  }

  private static void answer(ServerRequest request, ServerResponse response, Answering answering) {
    try {
      var answer = Trace.within(request.headers().first(TRACEPARENT), answering::answer);
      response.header(CONTENT_TYPE, JSON).send(answer.orElseGet(() -> new byte[0]));
    } catch (Unavailable e) {
      response.status(Status.SERVICE_UNAVAILABLE_503).send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      if (isUnknown(e)) {
        response.status(Status.NOT_FOUND_404).send();
        return;
      }
      // What fails within a turn is told by the turn. This is the SDK: an actor that takes a turn
      // for a sidecar that died, and then one for the next, ends the first in disorder, after all
      // was saved.
      LOG.log(WARNING, "a call of the sidecar failed: {0}", e.getMessage());
      response.status(Status.INTERNAL_SERVER_ERROR_500).send();
    }
  }

  /** How the SDK says that there is no such type of actor, or no such method. */
  private static boolean isUnknown(RuntimeException e) {
    return e instanceof IllegalArgumentException || e.getCause() instanceof NoSuchMethodException;
  }

  /** The port, which is a free one if none was asked for. */
  int port() {
    return server.port();
  }

  @Override
  public void close() {
    leave();
    server.stop();
  }

  /** Lets nobody in who does not know the token; how long that takes tells nothing about it. */
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
