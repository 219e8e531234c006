package taskagent.dapr.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Free ports on the loopback address. They are below the system's ephemeral ports, because an
 * outgoing connection could take the port of a part that is stopped for a while. They are also
 * below the node ports of Kubernetes. Test JVMs that run side by side have ranges of their own.
 */
final class Ports {

  private static final int COUNT = 2_000;
  private static final int LOWEST = 18_000 + COUNT * Integer.getInteger("taskagent.fork", 1);
  private static final int HIGHEST = LOWEST + COUNT;
  private static final int TRIES = 1000;

  /** Of all clusters of this process: several may start at once. */
  private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

  private final Random random = new Random();

  /** Returns a free port that was not given out before. */
  int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (!TAKEN.contains(port) && free(port) && TAKEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
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
