package taskagent.http.connection;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens on a port and serves each connection on a virtual thread.
 *
 * <p>Helidon's own listener ends at its first failed {@code accept}, for example because there is
 * no free file descriptor, and the process then runs on without a port. This one tries again: it
 * closes connections that wait for their clients, pauses, and opens the port again if necessary.
 */
public final class Listener implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final int BACKLOG = 1024;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LOGGED_EVERY = Duration.ofMinutes(1);

  private final OpenConnections connections;
  private final ProtocolContext http;
  private final MemoryLimit memory;
  private final Thread thread;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final InetSocketAddress address;
  private ServerSocketChannel socket;
  private volatile boolean closing;

  // The rest belongs to the thread.
  private Duration pause = FIRST_PAUSE;
  private boolean told;
  private long toldAt = System.nanoTime() - LOGGED_EVERY.toNanos();

  private Listener(
      InetSocketAddress address,
      OpenConnections connections,
      ProtocolContext http,
      MemoryLimit memory)
      throws IOException {
    this.connections = connections;
    this.http = http;
    this.memory = memory;
    this.socket = open(address);
    this.address = (InetSocketAddress) socket.getLocalAddress();
    this.thread =
        Thread.ofPlatform().name("http-listener-" + port()).daemon().unstarted(this::acceptAll);
  }

  /**
   * Starts to listen.
   *
   * @param address where; port 0 takes a free one
   * @param memory of all requests and answers in flight
   * @throws IOException if it cannot listen there
   */
  public static Listener start(
      InetSocketAddress address,
      OpenConnections connections,
      ProtocolContext http,
      MemoryLimit memory)
      throws IOException {
    var listener = new Listener(address, connections, http, memory);
    listener.thread.start();
    return listener;
  }

  private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
    var opened = ServerSocketChannel.open();
    try {
      opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      opened.bind(address, BACKLOG);
      return opened;
    } catch (IOException | RuntimeException e) { // such as an address that cannot be resolved
      opened.close();
      throw e;
    }
  }

  private void acceptAll() {
    while (!closing) {
      try {
        connections.takePlace();
        serve(accept());
        succeeded();
      } catch (InterruptedException e) {
        boolean _ = Thread.interrupted(); // only to look whether it closes
      } catch (IOException | RuntimeException | LinkageError e) { // a class is a file, too
        failed(e);
      }
    }
  }

  private SocketChannel accept() throws IOException {
    try {
      var channel = opened().accept();
      accepted.incrementAndGet();
      return channel;
    } catch (IOException | RuntimeException | Error e) {
      connections.givePlaceBack();
      throw e;
    }
  }

  private synchronized ServerSocketChannel opened() throws IOException {
    if (closing) {
      throw new ClosedChannelException();
    }
    if (!socket.isOpen()) {
      socket = open(address);
    }
    return socket;
  }

  private synchronized void closePort() {
    try {
      socket.close();
    } catch (IOException e) {
      LOGGER.log(ERROR, "cannot close the port", e);
    }
  }

  private void serve(SocketChannel channel) throws IOException {
    boolean served = false;
    try {
      // An answer is one write, so it need not wait for more data.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      connections.serve(new Connection(channel, http, memory));
      served = true;
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a client left at once: {0}", e.getMessage());
    } finally {
      if (!served) {
        connections.givePlaceBack();
        channel.close();
      }
    }
  }

  private void succeeded() {
    pause = FIRST_PAUSE;
    if (told) {
      told = false;
      LOGGER.log(
          INFO,
          "accepts connections again on port {0}; {1} attempts have failed so far",
          Integer.toString(port()),
          Long.toString(failures.get()));
    }
  }

  private void failed(Throwable e) {
    boolean _ = Thread.interrupted(); // it would fail the next attempt
    if (closing) {
      return;
    }
    failures.incrementAndGet();
    long now = System.nanoTime();
    if (now - toldAt >= LOGGED_EVERY.toNanos()) {
      told = true;
      toldAt = now;
      LOGGER.log(
          WARNING,
          "cannot accept connections on port {0}, and tries again: {1}",
          Integer.toString(port()),
          Objects.requireNonNullElse(e.getMessage(), "the port was closed"));
    }
    long _ = connections.closeLongestWaiting(); // each has a file descriptor
    LockSupport.parkNanos(pause.toNanos());
    var longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  /** Opens the port again, because it does not answer although nothing has failed. */
  void reopen() {
    closePort(); // then accept fails, and the thread opens the port again
    thread.interrupt();
  }

  /** Returns the port. */
  public int port() {
    return address.getPort();
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns how many connections were accepted so far. */
  long accepted() {
    return accepted.get();
  }

  /** Returns how many attempts to accept a connection have failed. */
  public long failures() {
    return failures.get();
  }

  /** Returns true if all places are taken, so that nothing can be accepted now. */
  boolean full() {
    return connections.full();
  }

  /**
   * Stops to listen, and closes idle connections now and the others after their requests.
   *
   * @param atMost how long requests may take
   */
  public void close(Duration atMost) {
    closing = true;
    closePort();
    thread.interrupt();
    connections.closeWithin(atMost);
    connections.close();
    http.close();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
