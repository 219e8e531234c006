package taskagent.dapr.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Free ports on the loopback address. They are below the system's ephemeral ports, because an
 * outgoing connection could take the port of a part that is stopped for a while. They are also
 * below the node ports of Kubernetes. Test JVMs that run side by side have ranges of their own,
 * each of which a JVM reserves by a lock on a file.
 */
public final class Ports {

  private static final int LOWEST = 20_000;
  private static final int COUNT = 1_000;
  private static final int RANGES = 10;
  private static final int TRIES = 1000;

  private static final Range RANGE = reserve();

  /** A range of ports; its lock lasts as long as the channel is open. */
  private record Range(int first, FileChannel lock) {}

  /** Of all clusters of this process: several may start at once. */
  private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

  private final Random random = new Random();

  private static Range reserve() {
    for (int i = 0; i < RANGES; i++) {
      var file = Path.of(System.getProperty("java.io.tmpdir"), "taskagent-ports-" + i);
      try {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
          return new Range(LOWEST + i * COUNT, channel);
        }
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("all " + RANGES + " ranges of ports are in use");
  }

  /** Returns a free port that was not given out before. */
  public int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(RANGE.first(), RANGE.first() + COUNT);
      if (!TAKEN.contains(port) && free(port) && TAKEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + RANGE.first() + " on");
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
