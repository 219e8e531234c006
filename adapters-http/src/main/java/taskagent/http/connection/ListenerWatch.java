package taskagent.http.connection;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Connects to the process's own port at an interval. If connections are not accepted several times
 * in a row, the port is opened again. If that does not help, the process must end, so that its
 * supervisor starts it again.
 */
public final class ListenerWatch implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  /** So many failures in a row are no coincidence. */
  private static final int DOWN = 3;

  private static final int LOST = 12;
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Listener listener;
  private final Duration every;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-listener-watch").factory());
  private volatile Consumer<String> lost = _ -> {};
  private volatile int failures;
  private volatile long acceptedBefore;
  private long attemptsFailed;

  /**
   * Starts to watch.
   *
   * @param every the interval, and how long a connection may take
   */
  public ListenerWatch(Listener listener, Duration every) {
    this.listener = listener;
    this.every = every;
    long period = every.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
  }

  /** Calls this, with the reason, if the port cannot be opened again. */
  public void onLost(Consumer<String> action) {
    lost = action;
  }

  /** Returns true if the port accepts connections, as far as is known. */
  public boolean accepting() {
    return failures < DOWN || listener.accepted() > acceptedBefore;
  }

  private void check() {
    if (accepts()) {
      failures = 0;
      return;
    }
    acceptedBefore = listener.accepted();
    int now = failures + 1;
    failures = now;
    if (now >= LOST) {
      lost.accept(
          "port " + listener.port() + " accepts no connections, and cannot be opened again");
    } else if (now >= DOWN && !triesAgain()) {
      LOGGER.log(
          ERROR,
          "port {0} accepted no connection {1} times in a row; it is opened again",
          Integer.toString(listener.port()),
          Integer.toString(now));
      listener.reopen();
    }
  }

  /** Returns true if the listener has noticed the failure itself. */
  private boolean triesAgain() {
    long before = attemptsFailed;
    attemptsFailed = listener.failures();
    return attemptsFailed > before;
  }

  /** While all places are taken, nothing can be accepted, but that is load and no failure. */
  private boolean accepts() {
    long before = listener.accepted();
    try (var probe = new Socket()) {
      probe.connect(target(), Math.toIntExact(every.toMillis()));
      long end = System.nanoTime() + every.toNanos();
      while (listener.accepted() == before && !listener.full() && System.nanoTime() < end) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    } catch (IOException e) {
      return false;
    }
    return listener.accepted() > before || listener.full();
  }

  private InetSocketAddress target() {
    var address = listener.address();
    return address.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
        : address;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
