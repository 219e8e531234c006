package taskagent.http.connection;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Notices that a client leaves while it gets its last answer. Drops what it still sends. */
final class ClientEnd {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  /** A client that sends more does not wait for this answer. */
  private static final int DROPPED_AT_MOST = 8 * 1024;

  private ClientEnd() {}

  /** Calls this on another thread, once the client has closed its half of the connection. */
  static void watch(SocketChannel channel, Runnable action) {
    Thread.ofVirtual()
        .name("http-client-end")
        .start(
            () -> {
              awaitEnd(channel);
              action.run();
            });
  }

  private static void awaitEnd(SocketChannel channel) {
    var piece = ByteBuffer.allocate(256);
    try {
      for (int dropped = 0; dropped < DROPPED_AT_MOST; dropped += piece.position()) {
        piece.clear();
        if (channel.read(piece) < 0) {
          return;
        }
      }
    } catch (IOException e) {
      LOGGER.log(DEBUG, "the client has disconnected: {0}", e.getMessage());
    }
  }
}
