package taskagent.chaos.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskagent.testing.saga.ExpectedSaga;
import taskagent.testing.saga.SlowNotificationReceiver;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.ServerProcess;

/**
 * An older version of the embedded engine is killed with 200 sagas in flight, and this version
 * continues them. This version is killed, too, with as many in flight. Then the older version
 * refuses the database, if this version has changed its format, and continues from its backup.
 */
@Tag("chaos")
@ResourceLock("processors")
class UpgradeIT {

  private static final int IN_FLIGHT = 200;

  /** The receiver answers some at once, and some are rejected. */
  private static final int REQUESTED = 320;

  private static final int CLIENTS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern OPEN =
      Pattern.compile("started: (\\d+) runs resumed, (\\d+) runs waiting");

  @TempDir Path folder;

  private final List<String> settings = new ArrayList<>();

  @Test
  void sagasInFlightContinueUnderTheOtherVersion() throws Exception {
    var older = OlderBuild.get();
    var data = folder.resolve("data");
    var backup = folder.resolve("backup.db");
    var ofOlder = sagas(0);
    var ofThis = sagas(1);
    try (var receiver = new SlowNotificationReceiver(1)) {
      settings.addAll(
          List.of("--notify-channel=webhook", "--notify-webhook-url=" + receiver.address()));
      try (var server = startOlder(older, data)) {
        request(server, ofOlder);
        server.kill();
      }
      run(older, "backup", backup.toString(), "--data", data.toString());
      try (var server = ServerProcess.start(data, settings)) {
        checkInFlight(server);
        request(server, ofThis);
        server.kill();
      }
      receiver.release();
      var all = Stream.concat(ofOlder.stream(), ofThis.stream()).toList();
      if (older.hasOlderFormat()) {
        checkRefused(older, data);
        checkContinues(ServerProcess.start(data, settings), all, receiver);
        run(older, "restore", backup.toString(), "--data", data.toString(), "--replace");
        checkContinues(startOlder(older, data), ofOlder, receiver);
      } else {
        checkContinues(startOlder(older, data), all, receiver);
      }
    }
  }

  private ServerProcess startOlder(OlderBuild older, Path data) {
    return ServerProcess.startOther(older.jar(), data, settings);
  }

  private static void checkContinues(
      ServerProcess started, List<ExpectedSaga> sagas, SlowNotificationReceiver receiver)
      throws IOException {
    try (var server = started) {
      checkInFlight(server);
      for (var saga : sagas) {
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .atMost(PATIENCE)
            .untilAsserted(() -> saga.checkEnded(server));
        saga.checkNotified(receiver);
      }
      assertThat(server.stop()).isZero();
    }
  }

  private static List<ExpectedSaga> sagas(int group) {
    return IntStream.range(group * REQUESTED, (group + 1) * REQUESTED)
        .mapToObj(ExpectedSaga::of)
        .toList();
  }

  private static void request(ServerProcess server, List<ExpectedSaga> sagas) throws Exception {
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      var answers = new ArrayList<Future<Integer>>();
      for (var saga : sagas) {
        Callable<Integer> request = () -> saga.request(server).status();
        answers.add(threads.submit(request));
      }
      for (var answer : answers) {
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(202);
      }
    }
  }

  /** Checks that enough sagas were in flight when the last server was killed. */
  private static void checkInFlight(ServerProcess server) {
    var found =
        Awaitility.await("the log says how many")
            .pollDelay(Duration.ZERO)
            .atMost(PATIENCE)
            .until(() -> OPEN.matcher(server.err()), Matcher::find);
    int open = Integer.parseInt(found.group(1)) + Integer.parseInt(found.group(2));
    System.out.printf("%d sagas were in flight%n", open);
    assertThat(open).isGreaterThanOrEqualTo(IN_FLIGHT);
  }

  private static void run(OlderBuild older, String... arguments) {
    try (var command = AppProcess.startOther(older.jar(), List.of(arguments))) {
      var ended = command.ended(PATIENCE);
      assertThat(ended.code()).as(ended.err()).isZero();
    }
  }

  private void checkRefused(OlderBuild older, Path data) {
    try (var command =
        AppProcess.startOther(
            older.jar(), List.of("serve", "--port", "0", "--data", data.toString()))) {
      var ended = command.ended(PATIENCE);
      assertThat(ended.code()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
      assertThat(ended.err())
          .contains("written by another version of Task Agent, probably a newer");
    }
  }
}
