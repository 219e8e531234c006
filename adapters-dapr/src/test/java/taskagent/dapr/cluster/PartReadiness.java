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

/** Checks whether a part can be used. A check does not wait long for an answer. */
@FunctionalInterface
interface PartReadiness {

  /** Returns true if the part can be used. */
  boolean ask() throws IOException, InterruptedException;

  /** Like {@link #ask()}, but returns false if the part cannot be reached. */
  default boolean asked() throws InterruptedException {
    try {
      return ask();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ready when a path answers with any 2xx. */
  static PartReadiness http(int port, String path) {
    var uri = URI.create("http://127.0.0.1:" + port + path);
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
    return () -> {
      try (var client = HttpClient.newHttpClient()) {
        return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
      }
    };
  }

  /** Ready when Redis has read its data and takes commands. */
  static PartReadiness redis(int port) {
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
