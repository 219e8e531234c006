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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.disk.Mounts;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.JsonHttpClient.Answer;
import taskagent.testing.server.ServerProcess;

/**
 * The disk becomes full while the server runs. The server reports it, loses nothing, continues once
 * there is space, and survives a kill meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
class FullDiskIT {

  /** Room for the logs of both databases, before their first checkpoint. */
  private static final int SIZE_MEBIBYTES = 48;

  private static final int REQUESTS_AT_MOST = 5_000;
  private static final int MESSAGES_AT_MOST = 1_000;
  private static final int ROOM = 200 * 1024;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> SETTINGS = List.of("--notify-simulated-delay", "500ms");

  @TempDir Path folder;

  private final AcknowledgedTasks acknowledged = new AcknowledgedTasks();

  @Test
  void keepsAcknowledgedTasksOnAFullDisk() throws IOException {
    var data = folder.resolve("small");
    try (var _ = Mounts.small(data, SIZE_MEBIBYTES)) {
      try (var server = ServerProcess.start(data, SETTINGS)) {
        acknowledged.request(server, 50);
        fill(data);
        requestUntilRefused(server);
        checkFull(server);

        makeRoom(data);
        await(server, 200);
        acknowledged.request(server, 50);
        acknowledged.checkKept(server);

        fill(data);
        requestUntilRefused(server);
        ExitAssertions.noStackTrace(server.err());
        server.kill();
      }
      startOnFullDisk(data);
      makeRoom(data);
      try (var server = ServerProcess.start(data, SETTINGS)) {
        acknowledged.checkKept(server);
        ExitAssertions.noStackTrace(server.err());
        assertThat(server.stop()).isZero();
      }
      System.out.printf(
          "full disk: %d acknowledged tasks were kept%n", acknowledged.tasks().size());
    }
  }

  private void requestUntilRefused(ServerProcess server) throws IOException {
    for (int i = 0; i < REQUESTS_AT_MOST; i++) {
      if (acknowledged.request(server).status() == 503) {
        return;
      }
    }
    throw new AssertionError("the disk did not become full");
  }

  /** It either starts and serves reads, or fails to start because sagas are in flight. */
  private void startOnFullDisk(Path data) throws IOException {
    try (var server = ServerProcess.start(data, SETTINGS)) {
      checkFull(server);
    } catch (IllegalStateException e) { // it did not start
      ExitAssertions.failed(
          AppProcess.run("serve", "--port", "0", "--data", data.toString()),
          data.toString(),
          "full");
    }
  }

  private void checkFull(ServerProcess server) throws IOException {
    ProblemAssertions.check(await(server, 503), 503);
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    assertThat(server.get("/tasks/" + acknowledged.tasks().getFirst()).status()).isEqualTo(200);
    chatUntilRefused(server);
  }

  /** A write that still fits may succeed; soon none does. */
  private static void chatUntilRefused(ServerProcess server) throws IOException {
    var message = "{\"content\": \"" + "x".repeat(8_000) + "\"}";
    for (int i = 0; i < MESSAGES_AT_MOST; i++) {
      var answer = server.post("/chat/ada", message);
      if (answer.status() != 200) {
        ProblemAssertions.check(answer, 503);
        return;
      }
    }
    throw new AssertionError("the disk did not become full");
  }

  private static Answer await(ServerProcess server, int readiness) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(SOON)
        .until(() -> server.get("/health/ready"), answer -> answer.status() == readiness);
  }

  /** Fills the disk, but leaves a little space, so that some requests are acknowledged first. */
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
    throw new AssertionError("the disk is larger than its size");
  }

  private static void makeRoom(Path data) throws IOException {
    Files.delete(data.resolve("filler"));
  }
}
