package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Response;
import taskagent.testing.server.ServerProcess;

/** More clients than the server has open files or memory for. The port must answer all the same. */
class CrowdIT {

  private static final int FEW_FILES = 1024;

  /** A merge has a fifth of the clients and a quarter of the heap that issue reports had. */
  private static final int CROWD = Integer.getInteger("taskagent.crowd", 4_000);

  private static final String HEAP = System.getProperty("taskagent.crowd.heap", "64m");
  private static final int BYTES = Integer.getInteger("taskagent.crowd.bytes", 15_000);
  private static final int MANY_FILES = 20_000;
  private static final String POST =
      "POST /chat/ada HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void leave() {
    clients.forEach(CrowdIT::close);
    clients.clear();
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects clients that send this. The server may close some of them at once. */
  private void connect(ServerProcess server, int count, String bytes) throws IOException {
    int port = URI.create(server.address()).getPort();
    for (int i = 0; i < count; i++) {
      var client = new Socket(InetAddress.getLoopbackAddress(), port);
      clients.add(client);
      try {
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        assertThat(e).isInstanceOf(SocketException.class); // the server has closed it
      }
    }
  }

  private static void answers(ServerProcess server) {
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(server.get("/health/live").status()).isEqualTo(200));
  }

  @Test
  void connectionsThatComeAndGoDoNotUseUpTheOpenFiles() throws IOException {
    try (var server = ServerProcess.startLimited(FEW_FILES, "256m", folder, List.of())) {
      for (int round = 0; round < 3; round++) {
        connect(server, 980, "");
        answers(server);
        leave();
        answers(server);
      }
      assertThat(server.err())
          .containsOnlyOnce("the limit of open files is 1024")
          .doesNotContain("cannot accept");
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aReceiverThatHangsDoesNotUseUpTheOpenFiles() throws IOException {
    var released = new CountDownLatch(1);
    try (var receiver =
            new HttpStub()
                .on(
                    "/notifications",
                    _ -> {
                      boolean _ = released.await(9, TimeUnit.SECONDS);
                      return Response.of(204);
                    });
        var server =
            ServerProcess.startLimited(
                FEW_FILES,
                "256m",
                folder,
                List.of(
                    "--notify-channel",
                    "webhook",
                    "--notify-webhook-url",
                    receiver.address() + "/notifications"))) {
      var tasks = new AcknowledgedTasks();
      tasks.request(server, 873);
      connect(server, 500, "");
      answers(server);
      released.countDown();
      assertThat(server.err()).doesNotContain("cannot accept");
      tasks.checkKept(server);
    } finally {
      released.countDown();
    }
  }

  @Test
  void aFailedAcceptIsLoggedOnceAndThePortRecovers() throws Exception {
    try (var server = ServerProcess.startLimited(FEW_FILES, "256m", folder, List.of())) {
      limit(server, 10); // fewer than are open
      connect(server, 200, "");
      Awaitility.await().atMost(SOON).until(() -> server.err().contains("cannot accept"));
      limit(server, FEW_FILES);
      answers(server);
      assertThat(server.err()).containsOnlyOnce("cannot accept").contains("Too many open files");
      ExitAssertions.noStackTrace(server.err());
      Awaitility.await()
          .atMost(SOON)
          .until(() -> server.err().contains("accepts connections again"));
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT) // it waits for a minute
  void aServerThatCannotAcceptForLongEndsWithAFailure() throws Exception {
    try (var server = ServerProcess.startLimited(FEW_FILES, "256m", folder, List.of())) {
      limit(server, 10);
      assertThat(server.exitCode(Duration.ofMinutes(4))).isEqualTo(1);
      assertThat(server.err()).contains("accepts no connections");
    }
  }

  /** Changes how many files a running process may have open. */
  private static void limit(ServerProcess server, int openFiles) throws Exception {
    var prlimit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(server.pid()), "--nofile=" + openFiles + ":1024")
            .inheritIO()
            .start();
    assertThat(prlimit.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // idle
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: LONG",
        POST + "Content-Length: 65536\r\n\r\n{LONGLONGLONGLONG",
        POST + "Transfer-Encoding: chunked\r\n\r\nfff0\r\nLONGLONGLONGLONG",
        "POST /tasks/t1/complete HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nLONG"
      })
  void clientsThatSendHalfARequestDoNotUseUpTheMemory(String sent) throws IOException {
    try (var server = ServerProcess.startLimited(MANY_FILES, HEAP, folder, List.of())) {
      connect(server, CROWD, sent.replace("LONG", "x".repeat(BYTES)));
      answers(server);
      assertThat(server.get("/tasks/t1").status()).isEqualTo(404);
      leave();
      answers(server);
      Awaitility.await()
          .atMost(SOON)
          .until(() -> server.post("/chat/ada", "{\"content\": \"Hello\"}").status() == 200);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void clientsThatDoNotReadTheirAnswersDoNotUseUpTheMemory() throws IOException {
    try (var server = ServerProcess.startLimited(MANY_FILES, "64m", folder, List.of())) {
      connect(server, 200, "GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200));
      answers(server);
      leave();
      answers(server);
      assertThat(server.stop()).isZero();
    }
  }
}
