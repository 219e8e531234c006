package taskagent.http.server;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.CurrentCaller;
import taskagent.http.access.Admission;
import taskagent.http.access.Admission.Result.Admitted;
import taskagent.http.access.Admission.Result.Refused;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.answer.ProblemException;
import taskagent.http.answer.RawPaths;
import taskagent.http.answer.Streaming;
import taskagent.http.connection.Connection;
import taskagent.http.connection.MemoryLimit;
import taskagent.http.connection.RequestMemory;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;
import taskagent.http.route.Routes;
import taskagent.http.trace.TraceParent;
import taskagent.http.trace.Tracing;

/**
 * Handles every request: reads the body, finds the route, applies the limits, and sends the answer.
 *
 * <p>Helidon's own routing matches decoded paths and answers a wrong method with 404, so {@link
 * Routes} is used instead. A place in a {@link ConcurrencyLimit} is held only while an operation
 * runs, never while a client sends or reads.
 */
public final class Dispatcher {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final byte[] NOTHING = {};
  static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_CACHE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  private static final Header ALL_METHODS =
      HeaderValues.createCached(HeaderNames.ALLOW, "GET, HEAD, POST, DELETE, OPTIONS");

  /** A smaller answer fits in the buffer of the socket, so it is sent at once. */
  private static final int SMALL = 16 * 1024;

  private static final Problem NO_MEMORY =
      Problem.overloaded("The server has no memory for another large answer now.");

  private static final Problem NO_PLACE =
      Problem.unavailable("The server has reached its limit of open streams.");

  private static final int STREAM_RETRY_SECONDS = 5;

  private final Routes routes;
  private final BodyReader bodies = new BodyReader();
  private final MemoryLimit memory;
  private final ConcurrencyLimit requests;
  private final ConcurrencyLimit waits;
  private final OpenStreams streams;
  private final MetricsRegistry meters;
  private final Tracing tracing;
  private final InstantSource clock;
  private final BooleanSupplier closing;
  private volatile long lastRequest = System.nanoTime();

  /** Creates a dispatcher. */
  public Dispatcher(
      Routes routes,
      MemoryLimit memory,
      ConcurrencyLimit requests,
      ConcurrencyLimit waits,
      OpenStreams streams,
      MetricsRegistry meters,
      Tracing tracing,
      InstantSource clock,
      BooleanSupplier closing) {
    this.routes = routes;
    this.memory = memory;
    this.requests = requests;
    this.waits = waits;
    this.streams = streams;
    this.meters = meters;
    this.tracing = tracing;
    this.clock = clock;
    this.closing = closing;
  }

  /** Returns a handler of all requests that a guard allows. */
  public Handler handler(BrowserGuard guard, Admission admission) {
    return (request, response) -> {
      try (var held = memory()) {
        handle(request, response, new Door(guard, admission), held);
      }
    };
  }

  private RequestMemory memory() {
    return Connection.current().map(Connection::memory).orElseGet(() -> new RequestMemory(memory));
  }

  private void handle(
      ServerRequest request, ServerResponse response, Door door, RequestMemory held) {
    forgetInterruption();
    long started = System.nanoTime();
    lastRequest = started;
    var method = request.prologue().method();
    var path = RawPaths.of(request);
    var requestId = RequestId.of(request);
    var match = routes.find(path);
    var route = match.flatMap(found -> found.route(method));
    var span = tracing.begin(method.text(), route.map(Route::path), TraceParent.of(request));
    var trace = span.here().map(TraceParent::traceId).orElse(requestId);
    var taken = span.within(() -> take(request, door, match, route, requestId, trace, held));
    var entry = taken.entry();
    var found = taken.answer();
    var answer =
        door.guard()
            .answer(
                request,
                // It may take long to send.
                held.reserve(cost(found))
                    ? admitted(found, method, path)
                    : NO_MEMORY.answer(path, 1));
    span.end(answer.status().code()); // even if the client has disconnected
    ChangeLog.write(entry, request, answer.status(), requestId, trace);
    boolean last = last(request, answer);
    if (answer.stream().isPresent()) {
      meters.answered(route, answer.status(), System.nanoTime() - started);
      held.close();
      stream(answer, door.watched(entry, answer.stream().get()), requestId, response);
    } else {
      send(answer, method, requestId, last, response);
      meters.answered(route, answer.status(), System.nanoTime() - started);
    }
    if (LOGGER.isLoggable(DEBUG)) {
      LOGGER.log(
          DEBUG,
          "{0} {1} {2} {3}us request={4} trace={5}{6}",
          RawPaths.uri(method.text()),
          RawPaths.uri(path),
          Integer.toString(answer.status().code()),
          Long.toString((System.nanoTime() - started) / 1000),
          requestId,
          trace,
          started(answer));
    }
    if (last) {
      closeConnection(request, answer.status());
    }
  }

  /** What became of a request: whether its caller was admitted, and the answer. */
  private record Taken(Admission.Result entry, Answer answer) {}

  private Taken take(
      ServerRequest request,
      Door door,
      Optional<Routes.Match> match,
      Optional<Route> route,
      String requestId,
      String trace,
      RequestMemory held) {
    var entry = door.admit(request, route, requestId, trace);
    return new Taken(
        entry,
        switch (entry) {
          case Admitted(var caller, _) ->
              CurrentCaller.within(
                  caller, () -> answer(request, match, route, requestId, trace, held));
          case Refused(var refusal) -> refuse(request, refusal, held);
        });
  }

  /** Helidon sends the header that says so, but does not close the connection. */
  private void closeConnection(ServerRequest request, Status status) {
    // Only after these can the rest of a well-formed request still arrive.
    if (status.equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
        || status.equals(Status.TOO_MANY_REQUESTS_429)) {
      bodies.linger(request);
    }
    throw new CloseConnectionException("the last answer on this connection was sent");
  }

  /** Returns the answer, if it is no stream, or there is a place for it. */
  private Answer admitted(Answer answer, Method method, String path) {
    if (answer.stream().isPresent() && method.equals(Method.HEAD)) {
      return answer.withoutStream();
    }
    return answer.stream().isEmpty() || streams.enter()
        ? answer
        : NO_PLACE.answer(path, STREAM_RETRY_SECONDS);
  }

  /** Sends headers, and then what comes, until either side closes the connection. */
  private void stream(Answer answer, Streaming stream, String requestId, ServerResponse response) {
    try {
      head(answer, requestId, true, response);
      streams.send(stream, response);
    } finally {
      streams.leave();
    }
  }

  /** Returns what an answer costs until it is sent: itself, and a copy with its headers. */
  private static long cost(Answer answer) {
    return answer.body().length <= SMALL ? 0 : 2L * answer.body().length;
  }

  /** Names the workflow that a request started, so that its trace can be followed. */
  private static String started(Answer answer) {
    return answer.headers().stream()
        .filter(header -> header.headerName().equals(HeaderNames.LOCATION))
        .map(header -> " started=" + header.get())
        .findFirst()
        .orElse("");
  }

  /** Returns the time since the last request arrived. */
  public Duration quietFor() {
    return Duration.ofNanos(System.nanoTime() - lastRequest);
  }

  private boolean last(ServerRequest request, Answer answer) {
    return closing.getAsBoolean()
        || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
        || answer.headers().contains(HeaderValues.CONNECTION_CLOSE);
  }

  private Answer answer(
      ServerRequest request,
      Optional<Routes.Match> match,
      Optional<Route> route,
      String requestId,
      String trace,
      RequestMemory held) {
    var path = RawPaths.of(request);
    byte[] body;
    try {
      body = bodies.read(request, held); // Helidon handles all other failures here
    } catch (ProblemException e) {
      return e.answer(path);
    }
    try {
      return route
          .map(
              found ->
                  enter(found, new ApiRequest(request, parameter(match), body, clock.instant())))
          .orElseGet(() -> noRoute(request.prologue().method(), path, match));
    } catch (RuntimeException | StackOverflowError e) {
      return EngineFailures.answer(request, e, requestId, trace);
    }
  }

  /** Reads the body before it refuses the request, so that the connection stays usable. */
  private Answer refuse(ServerRequest request, Answer refusal, RequestMemory held) {
    try {
      bodies.read(request, held);
      return refusal;
    } catch (ProblemException e) {
      return e.answer(RawPaths.of(request));
    }
  }

  private static String parameter(Optional<Routes.Match> match) {
    return match.map(Routes.Match::parameter).orElse("");
  }

  private Answer enter(Route route, ApiRequest call) {
    var gate =
        switch (route.load()) {
          case NONE -> Optional.<ConcurrencyLimit>empty();
          case REQUEST -> Optional.of(requests);
          case WAIT -> Optional.of(call.query(Route.WAIT_PARAMETER).isPresent() ? waits : requests);
        };
    if (gate.isEmpty()) {
      return route.action().answer(call);
    }
    if (!gate.get().enter()) {
      return Problem.overloaded("The server has reached its limit of concurrent requests.")
          .answer(call.path(), 1);
    }
    try {
      return route.action().answer(call);
    } finally {
      gate.get().leave();
    }
  }

  private static Answer noRoute(Method method, String path, Optional<Routes.Match> match) {
    if (path.equals("*") && method.equals(Method.OPTIONS)) {
      return Answer.empty(Status.NO_CONTENT_204).with(ALL_METHODS);
    }
    if (match.isEmpty()) {
      return Problem.unknownPath().answer(path);
    }
    var allow = match.get().allow();
    return method.equals(Method.OPTIONS)
        ? Answer.empty(Status.NO_CONTENT_204).with(allow)
        : Problem.of(
                Status.METHOD_NOT_ALLOWED_405, "Methods allowed at this path: " + allow.get() + ".")
            .answer(path)
            .with(allow);
  }

  /**
   * Clears the interruption of this thread. When Helidon closes idle connections, it interrupts
   * their threads, and one of them may just have received a request, which must be answered.
   */
  private static void forgetInterruption() {
    boolean _ = Thread.interrupted();
  }

  private void send(
      Answer answer, Method method, String requestId, boolean last, ServerResponse response) {
    head(answer, requestId, last, response);
    forgetInterruption();
    var connection = Connection.current();
    connection.ifPresent(Connection::beginWait);
    if (method.equals(Method.HEAD)) {
      response.headers().contentLength(answer.body().length); // of the body that GET would send
      response.send(NOTHING);
    } else {
      response.send(answer.body());
    }
    connection.ifPresent(Connection::endWait);
  }

  private static void head(Answer answer, String requestId, boolean last, ServerResponse response) {
    response.status(answer.status());
    response.header(NO_SNIFF);
    response.header(NO_CACHE);
    response.header(RequestId.NAME, requestId);
    answer.contentType().ifPresent(response::header);
    answer.headers().forEach(response::header);
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }
}
