package taskagent.dapr.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Whether a part can be used, asked without waiting long for an answer. */
@FunctionalInterface
interface Readiness {

  /** One question. */
  boolean ask() throws IOException, InterruptedException;

  /** As {@link #ask()}; one that cannot be reached is not ready. */
  default boolean asked() throws InterruptedException {
    try {
      return ask();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ready when a path answers with any 2xx. */
  static Readiness http(int port, String path) {
    var uri = URI.create("http://127.0.0.1:" + port + path);
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
    return () -> {
      try (var client = HttpClient.newHttpClient()) {
        return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
      }
    };
  }

  /** Ready when Redis has read its data and takes commands. */
  static Readiness redis(int port) {
    return () -> {
      try (var socket = new Socket()) {
        socket.setSoTimeout(2000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket.getInputStream().read() == '+'; // an error, such as -LOADING, begins with a -
      }
    };
  }
}
