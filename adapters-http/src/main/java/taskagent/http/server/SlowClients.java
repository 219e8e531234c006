package taskagent.http.server;

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
 * Closes the connections of clients that send a request or read an answer too slowly.
 *
 * <p>Helidon 4.5 does not: its read timeout has no effect on the channels that it reads from, and
 * its idle timeout does not apply once a request has begun. A client that sends a byte now and
 * then, or never reads its answers, would keep its thread and connection forever.
 *
 * <p>Each connection has one virtual thread. An interrupt closes the channel on which the thread is
 * blocked. A timestamp ensures that it is interrupted only while it waits for its client.
 */
public final class SlowClients implements Http1ConnectionListener, AutoCloseable {

  private static final long IDLE = 0;
  private static final long TOO_SLOW = -1;

  private final long patienceNanos;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Connection> mine = ThreadLocal.withInitial(this::join);
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-slow-clients").factory());

  /**
   * A connection and its thread.
   *
   * @param since when the thread began to wait for its client, {@link #IDLE}, or {@link #TOO_SLOW}
   */
  private record Connection(Thread thread, AtomicLong since) {}

  /** Starts to watch connections. */
  public SlowClients(Duration patience) {
    this.patienceNanos = patience.toNanos();
    long period = Math.max(1, patience.toMillis() / 4);
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** The request line has arrived; the thread waits for the headers. */
  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    begin();
  }

  /** The headers have arrived. */
  @Override
  public void headers(ConnectionContext context, Headers headers) {
    end();
  }

  /** Starts a wait of this thread for its client. */
  void begin() {
    mine.get().since.set(now());
  }

  /**
   * Ends a wait of this thread.
   *
   * @throws CloseConnectionException if the client was too slow
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
