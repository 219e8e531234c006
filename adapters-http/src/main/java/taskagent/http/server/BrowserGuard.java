package taskagent.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.Set;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.answer.RawPaths;

/**
 * Refuses requests that a browser sends for a web page of somebody else (specification §5). With
 * open access, any page that a user of this machine visits could otherwise end tasks.
 */
public final class BrowserGuard {

  private static final Problem TWO_HOSTS =
      Problem.of(
          Status.BAD_REQUEST_400, "The request line and the Host header name different hosts.");

  private static final Problem FOREIGN_HOST =
      Problem.of(
          Status.MISDIRECTED_REQUEST_421,
          "This server must not be called by the name in the Host header; see --allowed-hosts.");

  private static final Problem FOREIGN_ORIGIN =
      Problem.of(
          Status.FORBIDDEN_403,
          "Web pages of other origins must not change anything here; see --allowed-origins.");

  private final HostNames hosts;
  private final Origins origins;

  /**
   * Creates a guard.
   *
   * @param loopback true if only clients on this machine can reach the server
   * @param hosts further values of {@code Host} that are allowed, in lower case
   * @param origins values of {@code Origin} that are allowed, in lower case
   */
  public BrowserGuard(boolean loopback, Set<String> hosts, Set<String> origins) {
    this.hosts = new HostNames(loopback, hosts);
    this.origins = new Origins(origins);
  }

  /** Returns why a request must not be carried out; empty if it may. */
  Optional<Problem> refusal(ServerRequest request) {
    var host = request.headers().get(HeaderNames.HOST).get();
    if (RawPaths.host(request).filter(named -> !named.equalsIgnoreCase(host)).isPresent()) {
      return Optional.of(TWO_HOSTS);
    }
    if (!hosts.allows(host)) {
      return Optional.of(FOREIGN_HOST);
    }
    return origins.foreignWrite(request, host) ? Optional.of(FOREIGN_ORIGIN) : Optional.empty();
  }

  /** Returns true if the request says that this server's own page sends it. */
  boolean sameOrigin(ServerRequest request) {
    return Origins.own(request, request.headers().get(HeaderNames.HOST).get());
  }

  /** Returns the answer with the headers that browsers need. */
  Answer answer(ServerRequest request, Answer answer) {
    return origins.answer(request, answer);
  }
}
