package taskagent.dapr.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free ports on the loopback address. They lie below those that the system gives to outgoing
 * connections: one of these could take the port of a part that is down for a while. And below those
 * that a Kubernetes on this machine would take for its services, whoever listens there.
 */
final class Ports {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 26_000;
  private static final int TRIES = 1000;

  private final Random random = new Random();
  private final Set<Integer> taken = new HashSet<>();

  /** One that is free, and that this has not given out before. */
  int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (!taken.contains(port) && free(port)) {
        taken.add(port);
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
