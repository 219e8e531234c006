package taskagent.http.access;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.Access;
import taskagent.domain.access.Access.Decision;
import taskagent.domain.access.Caller;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Tokens;
import taskagent.http.answer.Answer;
import taskagent.http.answer.RawPaths;

/**
 * Finds out who sends a request, and whether the caller may do at all what it asks for. Whether it
 * may do it to that task or user is decided where these are read.
 */
public final class Admission {

  private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

  /** What a proxy adds to a request that comes from elsewhere. */
  private static final List<HeaderName> OF_PROXIES =
      List.of(
          HeaderNames.FORWARDED,
          HeaderNames.X_FORWARDED_FOR,
          HeaderNames.create("X-Real-IP"),
          HeaderNames.VIA);

  private final Optional<Tokens> tokens;
  private final boolean ownPort;

  /**
   * Creates an admission.
   *
   * @param tokens empty if access is open
   * @param ownPort true if clients connect to the server itself; false if requests are handed to
   *     it, so that their connections say nothing about the client
   */
  public Admission(Optional<Tokens> tokens, boolean ownPort) {
    this.tokens = tokens;
    this.ownPort = ownPort;
  }

  /** The result. */
  public sealed interface Result {

    /**
     * The caller may go on.
     *
     * @param stillValid tells later whether the caller still is who it was
     */
    record Admitted(Caller caller, BooleanSupplier stillValid) implements Result {}

    /** The caller gets this answer. */
    record Refused(Answer answer) implements Result {}
  }

  /**
   * A token that a request shows.
   *
   * @param inCookie true if a browser has added it by itself
   */
  private record Shown(String token, boolean inCookie) {}

  /**
   * Admits the caller of a request.
   *
   * @param operation what it asks for
   * @param sameOrigin true if the request says that it comes from this server's own page
   * @throws taskagent.domain.port.Unavailable if tokens cannot be checked now
   */
  public Result of(ServerRequest request, Operation operation, BooleanSupplier sameOrigin) {
    if (tokens.isEmpty()) {
      return new Result.Admitted(new Caller.Anyone(), () -> true);
    }
    if (operation == Operation.PUBLIC) {
      return new Result.Admitted(new Caller.Unknown(false), () -> true);
    }
    var path = RawPaths.of(request);
    var shown = shown(request);
    var known = shown.flatMap(found -> tokens.get().holder(found.token()));
    if (shown.isPresent() && known.isEmpty()) {
      return new Result.Refused(Refusals.invalidToken(path));
    }
    var caller = known.<Caller>map(found -> found).orElseGet(() -> unknown(request));
    var decision = Access.decide(caller, operation);
    if (decision != Decision.ALLOWED) {
      return new Result.Refused(Refusals.of(decision, path));
    }
    boolean byBrowser = shown.filter(Shown::inCookie).isPresent();
    return byBrowser && !READS.contains(request.prologue().method()) && !sameOrigin.getAsBoolean()
        ? new Result.Refused(Refusals.foreignPage(path))
        : new Result.Admitted(caller, () -> stillValid(shown, known));
  }

  private boolean stillValid(Optional<Shown> shown, Optional<Caller.Known> known) {
    return shown.isEmpty() || tokens.get().holder(shown.get().token()).equals(known);
  }

  private static Optional<Shown> shown(ServerRequest request) {
    var bearer = BearerToken.of(request.headers().all(HeaderNames.AUTHORIZATION, List::of));
    return bearer.isPresent()
        ? bearer.map(token -> new Shown(token, false))
        : TokenCookie.of(request).map(token -> new Shown(token, true));
  }

  private Caller unknown(ServerRequest request) {
    return new Caller.Unknown(
        ownPort
            && request.remotePeer().address() instanceof InetSocketAddress peer
            && peer.getAddress() != null
            && peer.getAddress().isLoopbackAddress()
            && OF_PROXIES.stream().noneMatch(request.headers()::contains));
  }
}
