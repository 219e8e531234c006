package taskagent.bench.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A client of a stream of server-sent events. It reads on a virtual thread of its own. */
public final class EventReader implements AutoCloseable {

  private final Socket socket;

  private EventReader(Socket socket) {
    this.socket = socket;
  }

  /**
   * Opens a stream.
   *
   * @param lines receives each line that comes, also the parts of HTTP
   */
  public static EventReader open(InetSocketAddress address, String path, Consumer<String> lines)
      throws IOException {
    var socket = new Socket(address.getAddress(), address.getPort());
    var request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + address.getPort() + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    var reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    Thread.startVirtualThread(() -> read(reader, lines));
    return new EventReader(socket);
  }

  private static void read(BufferedReader reader, Consumer<String> lines) {
    try {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) { // such as close(); the measurement counts what came
      System.getLogger(EventReader.class.getName())
          .log(System.Logger.Level.DEBUG, "a stream ends", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
