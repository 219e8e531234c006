package taskagent.http.connection;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection and its virtual thread.
 *
 * <p>It knows since when the thread waits for its client. A client that is too slow, or that is
 * idle while others need its place, is closed by another thread, which closes the channel on which
 * the thread is blocked. A timestamp ensures that this happens only while it waits for the client.
 */
public final class Connection implements ConnectionContext, HelidonSocket, Runnable {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();

  /** An idle connection has a small buffer, because there may be thousands. Most requests fit. */
  private static final int FIRST_READ = 1024;

  private static final int NEXT_READ = 2 * 1024;
  private static final int WRITE = 16 * 1024;

  private static final int EARLY_AT_MOST = 8 * 1024;
  private static final byte[] NOTHING = {};

  /** All threads write what they drop here, and nobody reads it. */
  private static final byte[] DROPPED = new byte[8 * 1024];

  /** What a piece of a request costs in addition to its bytes. */
  private static final int PIECE = 64;

  /** The thread works, and does not wait for its client. */
  private static final long WORKING = 0;

  /** Closed by another thread. */
  private static final long CLOSED = -1;

  private final SocketChannel channel;
  private final ProtocolContext http;
  private final RequestMemory memory;
  private final Peer remote;
  private final Peer local;
  private final DataReader reader = DataReader.create(this);
  private final SocketWriter writer = SocketWriter.create(this);
  private final AtomicLong waitingSince = new AtomicLong(now());
  private volatile boolean idle = true;
  private volatile @Nullable ServerConnection protocol;
  private volatile @Nullable Thread thread;
  private byte[] early = NOTHING;
  private boolean ended;

  Connection(SocketChannel channel, ProtocolContext http, MemoryLimit limit) throws IOException {
    this.channel = channel;
    this.http = http;
    this.memory = new RequestMemory(limit);
    this.remote = new Peer((InetSocketAddress) channel.getRemoteAddress());
    this.local = new Peer((InetSocketAddress) channel.getLocalAddress());
  }

  /**
   * Returns the connection of the request that this thread handles; empty if the request came in
   * another way.
   */
  public static Optional<Connection> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Serves the client until one of both closes the connection. */
  @Override
  public void run() {
    thread = Thread.currentThread();
    ScopedValue.where(CURRENT, this).run(this::serve);
  }

  private void serve() {
    try {
      var served = http.connection(this);
      protocol = served;
      served.handle(http.limit());
    } catch (CloseConnectionException | UncheckedIOException e) {
      LOGGER.log(DEBUG, "a connection ends: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOGGER.log(WARNING, "a connection failed", e);
    } finally {
      memory.close();
      close();
    }
  }

  // ---- Waiting for the client.

  /**
   * A request line has arrived. A client that has sent several requests at once does not keep the
   * processor from the others until all are answered.
   */
  @SuppressWarnings("ThreadPriorityCheck") // for fairness alone
  public void requestBegins() {
    if (waitingSince.get() == WORKING) {
      Thread.yield();
    }
    beginWait();
  }

  /** The thread begins to wait for its client, to send or to read something. */
  public void beginWait() {
    waitingSince.getAndUpdate(was -> was == CLOSED ? CLOSED : now());
    idle = false;
  }

  /**
   * The client has done what the thread waited for.
   *
   * @throws CloseConnectionException if it took too long
   */
  public void endWait() {
    if (waitingSince.getAndUpdate(was -> was == CLOSED ? CLOSED : WORKING) == CLOSED) {
      throw new CloseConnectionException("the client is too slow");
    }
  }

  /** Returns since when it waits for its client; empty if it works, or is closed. */
  Optional<Long> waits() {
    long since = waitingSince.get();
    return since > WORKING ? Optional.of(since) : Optional.empty();
  }

  boolean betweenRequests() {
    return idle;
  }

  /** Closes it if it still waits for its client since then. */
  boolean closeIfWaiting(long since) {
    boolean mine = waitingSince.compareAndSet(since, CLOSED);
    if (mine) {
      close();
    }
    return mine;
  }

  /** Closes it after the request that it has begun, or now if there is none. */
  void closeSoon() {
    var served = protocol;
    var since = idle ? waits() : Optional.<Long>empty();
    boolean closed = since.isPresent() && closeIfWaiting(since.get());
    if (!closed && served != null) {
      served.close(false);
    }
  }

  /** Closes it whatever it does. */
  void closeNow() {
    waitingSince.set(CLOSED);
    close();
    var worker = thread;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Nanoseconds that are never 0 or below. */
  static long now() {
    return (System.nanoTime() & Long.MAX_VALUE) | 1;
  }

  /** Returns the memory of the current request. */
  public RequestMemory memory() {
    return memory;
  }

  // ---- The socket.

  @Override
  public byte[] get() {
    if (early.length > 0) {
      var sent = early;
      early = NOTHING;
      return sent;
    }
    if (waitingSince.compareAndSet(WORKING, now())) {
      idle = true; // between two requests
    }
    var piece = new byte[idle ? FIRST_READ : NEXT_READ];
    int length = read(ByteBuffer.wrap(piece));
    if (length < 0) { // Helidon would log some of these cases as failures
      throw new CloseConnectionException("the client has disconnected");
    }
    if (idle) {
      beginWait(); // for the rest of the request
    } else if (!memory.takes(length + PIECE)) {
      throw new CloseConnectionException("there is no memory for the rest of the request");
    }
    return length == piece.length ? piece : Arrays.copyOf(piece, length);
  }

  private int read(ByteBuffer piece) {
    try {
      return channel.read(piece);
    } catch (IOException e) {
      throw new CloseConnectionException("the connection cannot be read", e);
    }
  }

  /**
   * Returns true if the client has closed the connection, or its own half of it, which looks the
   * same. Only the connection's own thread may ask, while it works. What the client sends meanwhile
   * is kept for the next request, up to a limit; a client that sends more counts as gone.
   */
  public boolean gone() {
    while (!ended && early.length < EARLY_AT_MOST) {
      var piece = ByteBuffer.allocate(FIRST_READ);
      ended = readNow(piece) < 0;
      if (piece.position() == 0) {
        return ended;
      }
      var both = Arrays.copyOf(early, early.length + piece.position());
      System.arraycopy(piece.array(), 0, both, early.length, piece.position());
      early = both;
    }
    return true;
  }

  /**
   * Calls this once the client leaves. Only for the last answer: it drops what the client sends.
   */
  public void whenGone(Runnable action) {
    ClientEnd.watch(channel, action);
  }

  /** Reads what is there, without waiting. */
  private int readNow(ByteBuffer piece) {
    try {
      channel.configureBlocking(false);
      try {
        return channel.read(piece);
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * Ends the connection after the last answer, and drops what the client still sends. If the
   * channel were just closed, the connection would be reset, and the client would lose the answer.
   */
  public void linger() {
    memory.close();
    beginWait();
    try {
      channel.shutdownOutput();
      while (channel.read(ByteBuffer.wrap(DROPPED)) >= 0) {
        // until the client closes the connection, or is too slow
      }
    } catch (IOException e) {
      LOGGER.log(DEBUG, "the client did not wait for its answer: {0}", e.getMessage());
    }
  }

  @Override
  public void write(BufferData data) {
    try {
      while (!data.consumed()) {
        var part = ByteBuffer.allocate(Math.min(data.available(), WRITE));
        data.writeTo(part, part.capacity());
        part.flip();
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel.isConnected()) {
        // Without it, the client sometimes does not receive the last bytes.
        channel.shutdownOutput();
      }
    } catch (IOException e) {
      LOGGER.log(DEBUG, "the client has disconnected: {0}", e.getMessage());
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOGGER.log(DEBUG, "cannot close a connection: {0}", e.getMessage());
    }
  }

  @Override
  @Deprecated(forRemoval = true)
  @SuppressWarnings("removal")
  public int read(BufferData buffer) {
    throw new UnsupportedOperationException("Helidon reads with get()");
  }

  @Override
  public void idle() {}

  @Override
  public boolean isConnected() {
    return channel.isOpen();
  }

  // ---- What Helidon asks.

  @Override
  public PeerInfo remotePeer() {
    return remote;
  }

  @Override
  public PeerInfo localPeer() {
    return local;
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public String socketId() {
    return "listener";
  }

  @Override
  public String childSocketId() {
    return Integer.toHexString(System.identityHashCode(this));
  }

  @Override
  public ListenerContext listenerContext() {
    return http;
  }

  @Override
  public ExecutorService executor() {
    return http.executor();
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public Router router() {
    return http.router();
  }

  @Override
  public HelidonSocket serverSocket() {
    return this;
  }
}
