package taskagent.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import taskagent.domain.port.Tokens;

/**
 * Settings of the server. {@link #on} has defaults for everything except the address.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param capacity open connections, and the memory of requests and answers
 * @param maxRequests concurrent requests; more get 429. Health, metrics and the API document are
 *     never refused, and requests that wait for a workflow are counted separately
 * @param maxWaits concurrent requests that wait for a workflow ({@code ?wait=}); more get 429
 * @param maxStreams streams that are open at the same time; more get 503
 * @param clientTimeout how long a client may take to send the headers of a request, to send its
 *     body, and to read the answer, each; then the server closes its connection
 * @param idleTimeout how long a connection may stay open without a request; must be longer than the
 *     longest {@code ?wait=}
 * @param drainTimeout how long active requests may take to finish when the server shuts down
 * @param allowed host names and origins that are allowed in addition to the usual ones
 * @param tokens the tokens by which callers show who they are; empty if access is open
 */
public record HttpSettings(
    String host,
    int port,
    Capacity capacity,
    int maxRequests,
    int maxWaits,
    int maxStreams,
    Duration clientTimeout,
    Duration idleTimeout,
    Duration drainTimeout,
    AllowedCallers allowed,
    Optional<Tokens> tokens) {

  /** Returns the default settings for an address. */
  public static HttpSettings on(String host, int port) {
    return new HttpSettings(
        host,
        port,
        Capacity.usual(),
        1_024,
        4_096,
        500,
        Duration.ofSeconds(15),
        Duration.ofSeconds(75),
        Duration.ofSeconds(10),
        AllowedCallers.USUAL,
        Optional.empty());
  }

  /** Returns these settings with another capacity. */
  public HttpSettings withCapacity(Capacity other) {
    return with(copy -> copy.capacity = other);
  }

  /**
   * Returns how many requests are handled at once. Requests, waits and streams together leave a
   * twenty-fourth of the connections to health checks and to clients that are still sending.
   */
  int requestsAtOnce() {
    return Math.max(1, Math.min(maxRequests, capacity.connections() / 8 * 3));
  }

  /** Returns how many streams may be open: they have a twelfth of the connections at most. */
  int streamsAtOnce() {
    return Math.max(1, Math.min(maxStreams, capacity.connections() / 12));
  }

  /** Returns how many requests may wait for a workflow at once. */
  int waitsAtOnce() {
    return Math.max(1, Math.min(maxWaits, capacity.connections() / 2));
  }

  /** Returns these settings with another limit of concurrent requests. */
  public HttpSettings withMaxRequests(int requests) {
    return with(copy -> copy.maxRequests = requests);
  }

  /** Returns these settings with another limit of concurrent waits. */
  public HttpSettings withMaxWaits(int waits) {
    return with(copy -> copy.maxWaits = waits);
  }

  /** Returns these settings with another limit of open streams. */
  public HttpSettings withMaxStreams(int streams) {
    return with(copy -> copy.maxStreams = streams);
  }

  /** Returns these settings with another client timeout. */
  public HttpSettings withClientTimeout(Duration timeout) {
    return with(copy -> copy.clientTimeout = timeout);
  }

  /** Returns these settings with another idle timeout. */
  public HttpSettings withIdleTimeout(Duration timeout) {
    return with(copy -> copy.idleTimeout = timeout);
  }

  /** Returns these settings with another drain timeout. */
  public HttpSettings withDrainTimeout(Duration timeout) {
    return with(copy -> copy.drainTimeout = timeout);
  }

  /** Returns these settings with other allowed host names and origins. */
  public HttpSettings withAllowed(AllowedCallers callers) {
    return with(copy -> copy.allowed = callers);
  }

  /** Returns these settings for a server whose callers must show tokens. */
  public HttpSettings withTokens(Tokens valid) {
    return with(copy -> copy.tokens = Optional.of(valid));
  }

  private HttpSettings with(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }

  /** Has the values of other settings, until one is changed. */
  private static final class Copy {

    private final String host;
    private final int port;
    private Capacity capacity;
    private int maxRequests;
    private int maxWaits;
    private int maxStreams;
    private Duration clientTimeout;
    private Duration idleTimeout;
    private Duration drainTimeout;
    private AllowedCallers allowed;
    private Optional<Tokens> tokens;

    private Copy(HttpSettings of) {
      host = of.host;
      port = of.port;
      capacity = of.capacity;
      maxRequests = of.maxRequests;
      maxWaits = of.maxWaits;
      maxStreams = of.maxStreams;
      clientTimeout = of.clientTimeout;
      idleTimeout = of.idleTimeout;
      drainTimeout = of.drainTimeout;
      allowed = of.allowed;
      tokens = of.tokens;
    }

    private HttpSettings made() {
      return new HttpSettings(
          host,
          port,
          capacity,
          maxRequests,
          maxWaits,
          maxStreams,
          clientTimeout,
          idleTimeout,
          drainTimeout,
          allowed,
          tokens);
    }
  }
}
