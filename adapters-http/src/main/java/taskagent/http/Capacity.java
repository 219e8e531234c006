package taskagent.http;

import java.time.Duration;

/**
 * How much the server can take on.
 *
 * @param connections open connections; for a further one, those are closed that have waited longest
 *     for their clients
 * @param memory bytes of all requests and answers in flight; further requests get 429
 * @param watchInterval how often the server checks that its port accepts connections
 */
public record Capacity(int connections, long memory, Duration watchInterval) {

  /** The most connections, however large the heap is. */
  public static final int CONNECTIONS_AT_MOST = 8_192;

  /** The share of the heap for connections, and the same for requests and answers in flight. */
  private static final int SHARE = 4;

  /** What a connection costs of the heap, with its thread and a short request. */
  private static final int BYTES_OF_A_CONNECTION = 16 * 1024;

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);

  /** Returns the capacity that fits the heap. */
  public static Capacity usual() {
    long share = Runtime.getRuntime().maxMemory() / SHARE;
    int connections = Math.toIntExact(Math.min(CONNECTIONS_AT_MOST, share / BYTES_OF_A_CONNECTION));
    return new Capacity(connections, share, WATCH_INTERVAL);
  }

  /** Returns this capacity with at most this many connections. */
  public Capacity withConnections(int atMost) {
    return new Capacity(Math.min(connections, atMost), memory, watchInterval);
  }
}
