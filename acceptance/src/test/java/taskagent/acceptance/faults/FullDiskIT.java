package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.acceptance.server.Client.Answer;
import taskagent.acceptance.server.Command;
import taskagent.acceptance.server.Server;

/**
 * The disk fills while the server runs: it says so, loses nothing, goes on once there is room, and
 * can be killed meanwhile.
 */
class FullDiskIT {

  private static final int SIZE_MEBIBYTES = 24;
  private static final int REQUESTS_AT_MOST = 5_000;
  private static final int MESSAGES_AT_MOST = 1_000;
  private static final int ROOM = 200 * 1024;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final List<String> SETTINGS = List.of("--notify-simulated-delay", "500ms");

  @TempDir Path folder;

  private final Promises promises = new Promises();

  @Test
  void whatIsAcknowledgedIsKeptThoughTheDiskIsFull() throws IOException {
    var data = folder.resolve("small");
    try (var _ = Mounts.small(data, SIZE_MEBIBYTES)) {
      try (var server = Server.start(data, SETTINGS)) {
        promises.ask(server, 50);
        fill(data);
        askUntilRefused(server);
        checkFull(server);

        makeRoom(data);
        await(server, 200);
        promises.ask(server, 50);
        promises.checkKept(server);

        fill(data);
        askUntilRefused(server);
        Outcome.noTrace(server.err());
        server.kill();
      }
      startOnFullDisk(data);
      makeRoom(data);
      try (var server = Server.start(data, SETTINGS)) {
        promises.checkKept(server);
        Outcome.noTrace(server.err());
        assertThat(server.stop()).isZero();
      }
      System.out.printf("full disk: %d acknowledged tasks were kept%n", promises.tasks().size());
    }
  }

  private void askUntilRefused(Server server) throws IOException {
    for (int i = 0; i < REQUESTS_AT_MOST; i++) {
      if (promises.ask(server).status() == 503) {
        return;
      }
    }
    throw new AssertionError("the disk never was full");
  }

  /** With something left to go on with, it cannot start; else it can, and serves what is there. */
  private void startOnFullDisk(Path data) throws IOException {
    try (var server = Server.start(data, SETTINGS)) {
      checkFull(server);
    } catch (IllegalStateException e) { // it did not start
      Outcome.cannot(
          Command.run("serve", "--port", "0", "--data", data.toString()), data.toString(), "full");
    }
  }

  private void checkFull(Server server) throws IOException {
    Problems.check(await(server, 503), 503);
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    assertThat(server.get("/tasks/" + promises.tasks().getFirst()).status()).isEqualTo(200);
    chatUntilRefused(server);
  }

  /** A write for which there is still room may succeed; soon there is none. */
  private static void chatUntilRefused(Server server) throws IOException {
    var message = "{\"content\": \"" + "x".repeat(8_000) + "\"}";
    for (int i = 0; i < MESSAGES_AT_MOST; i++) {
      var answer = server.post("/chat/ada", message);
      if (answer.status() != 200) {
        Problems.check(answer, 503);
        return;
      }
    }
    throw new AssertionError("the disk never was full");
  }

  private static Answer await(Server server, int readiness) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(SOON)
        .until(() -> server.get("/health/ready"), answer -> answer.status() == readiness);
  }

  /** Leaves a little room, so that some requests are acknowledged before it is gone. */
  private static void fill(Path data) throws IOException {
    try (var spare = Files.newOutputStream(data.resolve("spare"))) {
      spare.write(new byte[ROOM]);
    }
    fillAll(data);
    Files.delete(data.resolve("spare"));
  }

  private static void fillAll(Path data) throws IOException {
    var block = new byte[4096];
    try (var filler = Files.newOutputStream(data.resolve("filler"))) {
      for (int i = 0; i < SIZE_MEBIBYTES * 256; i++) {
        filler.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
      return;
    }
    throw new AssertionError("the disk is larger than it was made");
  }

  private static void makeRoom(Path data) throws IOException {
    Files.delete(data.resolve("filler"));
  }
}
