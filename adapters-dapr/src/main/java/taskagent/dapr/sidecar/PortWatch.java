package taskagent.dapr.sidecar;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Connects to a port of this process at an interval. Helidon's listener ends for ever at its first
 * failed {@code accept}, for example because no file descriptor is free. The process must then end,
 * so that its supervisor starts it again.
 */
public final class PortWatch implements AutoCloseable {

  /** So many failures in a row are no coincidence. */
  private static final int FAILURES = 6;

  private final InetSocketAddress port;
  private final Duration every;
  private final Consumer<String> lost;
  private final Thread thread;

  /**
   * Starts the watch.
   *
   * @param every the interval, and how long a connection may take
   * @param lost is told the reason, once
   */
  public PortWatch(InetSocketAddress port, Duration every, Consumer<String> lost) {
    this.port = port;
    this.every = every;
    this.lost = lost;
    this.thread = Thread.ofVirtual().name("taskagent-port-watch").start(this::watch);
  }

  private void watch() {
    int failures = 0;
    while (failures < FAILURES) {
      try {
        Thread.sleep(every);
      } catch (InterruptedException e) {
        return;
      }
      failures = open() ? 0 : failures + 1;
    }
    lost.accept("port " + port.getPort() + ", which the sidecar calls, accepts no connections");
  }

  private boolean open() {
    try (var probe = new Socket()) {
      probe.connect(port, Math.toIntExact(every.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
