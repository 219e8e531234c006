package taskagent.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes the connections of clients that are too slow in sending a request or in taking an answer.
 *
 * <p>Helidon 4.5 has nothing against them: its read timeout does not reach the channels that it
 * reads from, and its idle timeout spares a connection whose request has begun. A client that sends
 * a byte now and then, or never takes its answers, would keep its thread and connection for good.
 *
 * <p>Each connection has one virtual thread. Interrupting it closes the channel that it is blocked
 * on; a mark makes sure that it is interrupted nowhere else.
 */
final class SlowClients implements Http1ConnectionListener, AutoCloseable {

  private static final long IDLE = 0;
  private static final long TOO_SLOW = -1;

  private final long patienceNanos;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Connection> mine = ThreadLocal.withInitial(this::join);
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-slow-clients").factory());

  /**
   * The thread of a connection.
   *
   * @param since when it began to wait for its client, or {@link #IDLE}, or {@link #TOO_SLOW}
   */
  private record Connection(Thread thread, AtomicLong since) {}

  SlowClients(Duration patience) {
    this.patienceNanos = patience.toNanos();
    long period = Math.max(1, patience.toMillis() / 4);
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** The request line is there; the headers are awaited. */
  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    begin();
  }

  /** The headers are there. */
  @Override
  public void headers(ConnectionContext context, Headers headers) {
    end();
  }

  /** From here on this thread waits for its client. */
  void begin() {
    mine.get().since.set(now());
  }

  /**
   * Until here it did.
   *
   * @throws CloseConnectionException if that took too long
   */
  void end() {
    long since = mine.get().since.getAndUpdate(was -> was == TOO_SLOW ? TOO_SLOW : IDLE);
    if (since == TOO_SLOW) {
      throw new CloseConnectionException("the client is too slow");
    }
  }

  private Connection join() {
    var connection = new Connection(Thread.currentThread(), new AtomicLong(IDLE));
    connections.add(connection);
    return connection;
  }

  private void sweep() {
    connections.removeIf(connection -> !connection.thread.isAlive());
    for (var connection : connections) {
      long since = connection.since.get();
      if (since > IDLE
          && now() - since > patienceNanos
          && connection.since.compareAndSet(since, TOO_SLOW)) {
        connection.thread.interrupt();
      }
    }
  }

  /** Nanoseconds that are never 0 or below. */
  private static long now() {
    return (System.nanoTime() & Long.MAX_VALUE) | 1;
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
