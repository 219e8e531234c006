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
 * A line from sidecars to placement that can stop in the middle of the spreading of a table: when
 * each sidecar has said that it expects one and that it has taken it, the latter does not arrive.
 * Then all of them have taken it, and none hears that all have.
 *
 * <p>It knows just enough of HTTP/2 to count what a sidecar says: each saying is a frame of data.
 */
final class PlacementLine implements Closeable {

  private static final int PREFACE = 24;
  private static final int FRAME_HEADER = 9;
  private static final int DATA = 0;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch taken = new CountDownLatch(0);
  private volatile boolean stopping;
  private volatile int placement;

  /** A line that leads nowhere yet. */
  PlacementLine() {
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

  /** Has it lead to that port. */
  void to(int port) {
    placement = port;
  }

  /** From now on, so many sidecars say what they expect, and nobody hears that they have it. */
  void stopWhenTakenBy(int sidecars) {
    taken = new CountDownLatch(sidecars);
    stopping = true;
  }

  /** Waits until all of them have taken a table. */
  void awaitTaken() throws InterruptedException {
    if (!taken.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no table was taken, or not by all");
    }
  }

  /** New connections go all the way again. */
  void goOn() {
    stopping = false;
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
      threads.execute(() -> say(sidecar, to));
      to.getInputStream().transferTo(sidecar.getOutputStream());
    } catch (IOException e) {
      // one of both is away, and so is now the other
    }
  }

  private void say(Socket sidecar, Socket to) {
    try (to) {
      var in = new DataInputStream(sidecar.getInputStream());
      var out = to.getOutputStream();
      out.write(in.readNBytes(PREFACE));
      int said = 0;
      while (true) {
        var header = new byte[FRAME_HEADER];
        in.readFully(header);
        var payload = new byte[length(header)];
        in.readFully(payload);
        said = stopping && header[3] == DATA ? said + 1 : said;
        if (said == 2) {
          taken.countDown();
        }
        if (said < 2) {
          pass(out, header, payload);
        }
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  private static void pass(OutputStream out, byte[] header, byte[] payload) throws IOException {
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
