package taskagent.bench.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A keep-alive connection for one thread. It has no timeout, because a timeout would cost two more
 * system calls per response. The clients of a load close connections on which no answer comes.
 */
public final class HttpConnection implements AutoCloseable {

  private static final String END = "\r\n\r\n";

  private final InetSocketAddress address;
  private final SocketChannel channel;
  private final ResponseReader responses;
  private final String host;
  private boolean usable = true;

  private HttpConnection(InetSocketAddress address, SocketChannel channel) {
    this.address = address;
    this.channel = channel;
    this.responses = new ResponseReader(channel);
    this.host = " HTTP/1.1\r\nHost: " + address.getHostString() + ":" + address.getPort();
  }

  public static HttpConnection to(InetSocketAddress address) throws IOException {
    var channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new HttpConnection(address, channel);
  }

  /** Sends one request on a new connection. */
  public static Response getOnce(InetSocketAddress address, String path) throws IOException {
    try (var connection = to(address)) {
      return connection.get(path);
    }
  }

  public Response get(String path) throws IOException {
    return exchange("GET " + path + host + END);
  }

  /** Posts JSON, which must be ASCII. */
  public Response post(String path, String json) throws IOException {
    return exchange(
        "POST "
            + path
            + host
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length()
            + END
            + json);
  }

  /** Returns true if the connection can send another request. */
  public boolean usable() {
    return usable && channel.isOpen();
  }

  private Response exchange(String request) throws IOException {
    usable = false; // until the whole response is read
    var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    var response = responses.next();
    usable = response.keepAlive();
    return response;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(HttpConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "connection to " + address, e);
    }
  }
}
