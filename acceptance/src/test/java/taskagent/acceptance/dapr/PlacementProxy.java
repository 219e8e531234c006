package taskagent.acceptance.dapr;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A proxy between sidecars and placement that can break in the middle of the distribution of a
 * placement table: it drops the message with which a sidecar confirms that it has stored the table.
 * So all sidecars have stored it, and none learns that all have.
 *
 * <p>It knows enough of HTTP/2 to count the messages of a sidecar: each is a DATA frame.
 */
final class PlacementProxy implements Closeable {

  private static final int PREFACE = 24;
  private static final int FRAME_HEADER = 9;
  private static final int DATA = 0;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch stored = new CountDownLatch(0);
  private volatile boolean dropping;
  private volatile int placement;

  /** Starts a proxy without a target. */
  PlacementProxy() {
    try {
      server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Sets the port of placement. */
  void to(int port) {
    placement = port;
  }

  /** Drops the confirmations of so many sidecars from now on. */
  void dropConfirmationsOf(int sidecars) {
    stored = new CountDownLatch(sidecars);
    dropping = true;
  }

  /** Waits until all of these sidecars have stored a table. */
  void awaitStored() throws InterruptedException {
    if (!stored.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not all sidecars have stored a table");
    }
  }

  /** Stops dropping messages on new connections. */
  void stopDropping() {
    dropping = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var sidecar = server.accept();
        sockets.add(sidecar);
        threads.execute(() -> connect(sidecar));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket sidecar) {
    try (sidecar;
        var to = new Socket(InetAddress.getLoopbackAddress(), placement)) {
      sockets.add(to);
      threads.execute(() -> forward(sidecar, to));
      to.getInputStream().transferTo(sidecar.getOutputStream());
    } catch (IOException e) {
      // one side closed its connection; the other is closed now too
    }
  }

  private void forward(Socket sidecar, Socket to) {
    try (to) {
      var in = new DataInputStream(sidecar.getInputStream());
      var out = to.getOutputStream();
      out.write(in.readNBytes(PREFACE));
      int messages = 0;
      while (true) {
        var header = new byte[FRAME_HEADER];
        in.readFully(header);
        var payload = new byte[length(header)];
        in.readFully(payload);
        messages = dropping && header[3] == DATA ? messages + 1 : messages;
        if (messages == 2) {
          stored.countDown();
        }
        if (messages < 2) {
          write(out, header, payload);
        }
      }
    } catch (IOException e) {
      // the connection is closed
    }
  }

  private static void write(OutputStream out, byte[] header, byte[] payload) throws IOException {
    out.write(header);
    out.write(payload);
    out.flush();
  }

  private static int length(byte[] header) {
    return new BigInteger(1, header, 0, 3).intValue();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
    threads.close();
  }
}
