package taskagent.http;

import java.time.Duration;

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
    AllowedCallers allowed) {

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
        AllowedCallers.USUAL);
  }

  /** Returns these settings with another capacity. */
  public HttpSettings withCapacity(Capacity other) {
    return new HttpSettings(
        host,
        port,
        other,
        maxRequests,
        maxWaits,
        maxStreams,
        clientTimeout,
        idleTimeout,
        drainTimeout,
        allowed);
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
    return new HttpSettings(
        host,
        port,
        capacity,
        requests,
        maxWaits,
        maxStreams,
        clientTimeout,
        idleTimeout,
        drainTimeout,
        allowed);
  }

  /** Returns these settings with another limit of concurrent waits. */
  public HttpSettings withMaxWaits(int waits) {
    return new HttpSettings(
        host,
        port,
        capacity,
        maxRequests,
        waits,
        maxStreams,
        clientTimeout,
        idleTimeout,
        drainTimeout,
        allowed);
  }

  /** Returns these settings with another limit of open streams. */
  public HttpSettings withMaxStreams(int streams) {
    return new HttpSettings(
        host,
        port,
        capacity,
        maxRequests,
        maxWaits,
        streams,
        clientTimeout,
        idleTimeout,
        drainTimeout,
        allowed);
  }

  /** Returns these settings with another client timeout. */
  public HttpSettings withClientTimeout(Duration timeout) {
    return new HttpSettings(
        host,
        port,
        capacity,
        maxRequests,
        maxWaits,
        maxStreams,
        timeout,
        idleTimeout,
        drainTimeout,
        allowed);
  }

  /** Returns these settings with another idle timeout. */
  public HttpSettings withIdleTimeout(Duration timeout) {
    return new HttpSettings(
        host,
        port,
        capacity,
        maxRequests,
        maxWaits,
        maxStreams,
        clientTimeout,
        timeout,
        drainTimeout,
        allowed);
  }

  /** Returns these settings with another drain timeout. */
  public HttpSettings withDrainTimeout(Duration timeout) {
    return new HttpSettings(
        host,
        port,
        capacity,
        maxRequests,
        maxWaits,
        maxStreams,
        clientTimeout,
        idleTimeout,
        timeout,
        allowed);
  }

  /** Returns these settings with other allowed host names and origins. */
  public HttpSettings withAllowed(AllowedCallers callers) {
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
        callers);
  }
}
