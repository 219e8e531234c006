package taskagent.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The body of an answer costs neither time nor memory nor a connection. */
@Timeout(60)
class WebhookBodyTest {

  private ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private volatile Body body = _ -> {};

  /** Writes an answer, after its status line. */
  private interface Body {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException e) {
      // closed at the end of the test
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      while (request(in)) {
        var out = socket.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
        body.to(out);
        out.flush();
      }
    } catch (IOException e) {
      hungUp.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads a request with the body "{}"; false when there are no more. */
  private static boolean request(BufferedReader in) throws IOException {
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        return in.read() == '{' && in.read() == '}';
      }
    }
    return false;
  }

  private Webhook webhook() {
    return new Webhook(
        URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), Duration.ofSeconds(20));
  }

  private static int post(Webhook webhook) throws IOException, InterruptedException {
    return webhook.post("{}", "application/json", Map.of()).status();
  }

  @Test
  void aShortBodyLeavesTheConnectionToTheNext() throws Exception {
    body = out -> out.write("Content-Length: 11\r\n\r\n{\"ok\":true}".getBytes(US_ASCII));
    var webhook = webhook();

    for (int i = 0; i < 5; i++) {
      assertThat(post(webhook)).isEqualTo(200);
    }
    assertThat(connections).hasValue(1);
  }

  @Test
  void aBodyWithoutEndIsNotTakenIn() throws Exception {
    body =
        out -> {
          out.write("Content-Length: 1000000000000\r\n\r\n".getBytes(US_ASCII));
          var part = new byte[8192];
          while (true) { // until the other side hangs up
            out.write(part);
          }
        };

    assertThat(post(webhook())).isEqualTo(200);
    assertThat(hungUp.await(20, TimeUnit.SECONDS)).as("connection closed").isTrue();
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
    body =
        out -> {
          out.write("Content-Length: 10\r\n\r\n1".getBytes(US_ASCII));
          out.flush();
          new CountDownLatch(1).await(30, TimeUnit.SECONDS);
        };

    long began = System.nanoTime();
    assertThat(post(webhook())).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
  }
}
