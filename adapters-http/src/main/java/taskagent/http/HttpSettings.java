package taskagent.http;

import java.time.Duration;

/**
 * What the server is told. {@link #on} has defaults for everything but the address.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes any that is free
 * @param maxConnections open connections; further ones wait to be accepted
 * @param maxRequests requests answered at once; more get 429. Health, metrics and the API document
 *     are never refused, and requests that wait for a workflow are counted apart
 * @param maxWaits requests that wait for a workflow ({@code ?wait=}) at once; more get 429
 * @param clientTimeout how long a client may take to send a request's headers, to send its body,
 *     and to take the answer, each; then its connection is closed
 * @param idleTimeout how long a connection may stay open without a request; more than the longest
 *     {@code ?wait=}
 * @param drainTimeout how long requests may take to finish when the server closes
 */
public record HttpSettings(
    String host,
    int port,
    int maxConnections,
    int maxRequests,
    int maxWaits,
    Duration clientTimeout,
    Duration idleTimeout,
    Duration drainTimeout) {

  /** The settings for this address. */
  public static HttpSettings on(String host, int port) {
    return new HttpSettings(
        host,
        port,
        8_192,
        1_024,
        4_096,
        Duration.ofSeconds(15),
        Duration.ofSeconds(75),
        Duration.ofSeconds(10));
  }

  /** The same, but that many requests at once. */
  public HttpSettings withMaxRequests(int requests) {
    return new HttpSettings(
        host, port, maxConnections, requests, maxWaits, clientTimeout, idleTimeout, drainTimeout);
  }

  /** The same, but that many requests that wait for a workflow at once. */
  public HttpSettings withMaxWaits(int waits) {
    return new HttpSettings(
        host, port, maxConnections, maxRequests, waits, clientTimeout, idleTimeout, drainTimeout);
  }

  /** The same, but that patient with clients. */
  public HttpSettings withClientTimeout(Duration timeout) {
    return new HttpSettings(
        host, port, maxConnections, maxRequests, maxWaits, timeout, idleTimeout, drainTimeout);
  }

  /** The same, but that patient with idle connections. */
  public HttpSettings withIdleTimeout(Duration timeout) {
    return new HttpSettings(
        host, port, maxConnections, maxRequests, maxWaits, clientTimeout, timeout, drainTimeout);
  }

  /** The same, but that long to finish at the end. */
  public HttpSettings withDrainTimeout(Duration timeout) {
    return new HttpSettings(
        host, port, maxConnections, maxRequests, maxWaits, clientTimeout, idleTimeout, timeout);
  }
}
