package taskagent.http.connection;

import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * All open connections. Closes those whose client is idle for too long, or sends a request or reads
 * an answer too slowly.
 *
 * <p>Helidon 4.5 does not: its read timeout has no effect on the channels that it reads from, and
 * its idle timeout does not apply once a request has begun.
 *
 * <p>When all places are taken, those that have waited longest for their clients are closed, so
 * that an idle or slow client never keeps a place that another one needs.
 */
public final class OpenConnections implements AutoCloseable {

  /** The share of all connections that is closed at once, so that this is not done too often. */
  private static final int SHARE = 64;

  /** How long a connection that was closed may keep its place. */
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Semaphore places;
  private final int atOnce;
  private final long clientNanos;
  private final long idleNanos;
  private final AtomicLong displaced = new AtomicLong();
  private final Set<Connection> all = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-slow-clients").factory());

  /** A connection, and since when it waits for its client. */
  private record Waiting(Connection connection, long since) {

    static Stream<Waiting> of(Connection connection) {
      return connection.waits().map(since -> new Waiting(connection, since)).stream();
    }

    boolean close() {
      return connection.closeIfWaiting(since);
    }
  }

  /**
   * Starts to watch connections.
   *
   * @param atMost how many there may be
   * @param client how long a client may take to send or to read something
   * @param idle how long a connection may have no request
   */
  public OpenConnections(int atMost, Duration client, Duration idle) {
    this.places = new Semaphore(atMost);
    this.atOnce = Math.max(1, atMost / SHARE);
    this.clientNanos = client.toNanos();
    this.idleNanos = idle.toNanos();
    long period = Math.max(1, Math.min(client.toMillis() / 4, idle.toMillis() / 8));
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Waits for a place, and closes connections that wait for their clients if there is none.
   *
   * @throws InterruptedException if the server closes
   */
  void takePlace() throws InterruptedException {
    while (!places.tryAcquire()) {
      var until = closeLongestWaiting() > 0 ? CLOSES_WITHIN : PAUSE;
      if (places.tryAcquire(until.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  void givePlaceBack() {
    places.release();
  }

  /** Returns true if there is no free place. */
  boolean full() {
    return places.availablePermits() == 0;
  }

  /** Returns the number of open connections. */
  public int count() {
    return all.size();
  }

  /** Returns how many connections were closed because others needed their places. */
  public long displaced() {
    return displaced.get();
  }

  /** Serves a connection, which has a place, on a thread of its own. */
  void serve(Connection connection) {
    all.add(connection);
    Thread.ofVirtual()
        .name("http-connection")
        .start(
            () -> {
              try {
                connection.run();
              } finally {
                all.remove(connection);
                places.release();
              }
            });
  }

  /**
   * Closes some of the connections that wait for their clients, those first that wait longest.
   *
   * @return how many were closed
   */
  long closeLongestWaiting() {
    long closed =
        all.stream()
            .flatMap(Waiting::of)
            .sorted(Comparator.comparingLong(Waiting::since))
            .limit(atOnce)
            .filter(Waiting::close)
            .count();
    displaced.addAndGet(closed);
    return closed;
  }

  private void sweep() {
    long now = Connection.now();
    for (var connection : all) {
      var since = connection.waits();
      long patience = connection.betweenRequests() ? idleNanos : clientNanos;
      if (since.isPresent() && now - since.get() > patience) {
        connection.closeIfWaiting(since.get());
      }
    }
  }

  /**
   * Closes idle connections now and the others after their requests, or at the end of this time.
   */
  void closeWithin(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    all.forEach(Connection::closeSoon);
    while (!all.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    all.forEach(Connection::closeNow);
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
