package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.JsonHttpClient.Answer;
import taskagent.testing.server.ServerProcess;

/** The command line and the settings, as an operator uses them (specification §9). */
@Execution(ExecutionMode.CONCURRENT)
class CommandLineIT {

  private static final String REQUEST =
      """
      {"task_id": "t1", "title": "Finish this", "description": "Although the server stops",
       "assignee": "ada"}""";

  @TempDir Path folder;

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), yaml).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "--help, demo",
    "--help, serve",
    "serve --help, --notify-simulated-delay",
    "serve --help, TASKAGENT_NOTIFY_SIMULATED_DELAY",
    "demo --help, kill -9",
    "--version, Task Agent 0."
  })
  void printsHelpAndVersion(String arguments, String says) {
    var ended = AppProcess.run(arguments.split(" ", -1));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains(says);
    assertThat(ended.err()).isEmpty();
  }

  /** The errors themselves are tested in the app's own tests. */
  @ParameterizedTest
  @CsvSource({
    "serve --port abc, '', --port",
    "serve, TASKAGENT_PORT, TASKAGENT_PORT",
    "serve --config /nowhere/settings.yaml, '', /nowhere/settings.yaml"
  })
  void reportsAnError(String arguments, String variable, String says) {
    Map<String, String> environment = variable.isEmpty() ? Map.of() : Map.of(variable, "abc");
    ExitAssertions.usageError(
        AppProcess.run(Duration.ofSeconds(60), environment, arguments.split(" ", -1)), says);
  }

  @Test
  void commandLineOverridesEnvironmentAndEnvironmentOverridesFile() throws IOException {
    var file = file("data: %s\nlog.level: error\n".formatted(folder.resolve("file")));
    var environment = Map.of("TASKAGENT_DATA", folder.resolve("environment").toString());
    var fromFile = List.of("--port", "0", "--config", file);
    var fromCommandLine = new ArrayList<>(fromFile);
    fromCommandLine.addAll(List.of("--data", folder.resolve("flag").toString()));

    assertServesIn("file", fromFile, Map.of());
    assertServesIn("environment", fromFile, environment);
    assertServesIn("flag", fromCommandLine, environment);
  }

  private void assertServesIn(
      String name, List<String> arguments, Map<String, String> environment) {
    try (var server = ServerProcess.start(environment, arguments)) {
      assertThat(server.out()).contains("Data is in " + folder.resolve(name) + ",");
      assertThat(server.err()).as("log.level: error, from the file").isEmpty();
      assertThat(folder.resolve(name)).isNotEmptyDirectory();
      assertThat(server.stop()).isZero();
    }
  }

  /** None of these characters has a special meaning in the name of a folder. */
  @Test
  void acceptsAnyNameOfTheFolder() throws IOException {
    var data = folder.resolve("a b?mode=memory&c#d%20e;f");
    try (var server = ServerProcess.start(data, List.of())) {
      assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").status()).isEqualTo(200);
      assertThat(server.stop()).isZero();
    }
    assertThat(data.resolve("taskagent.db")).isNotEmptyFile();
  }

  @Test
  void reportsAPortThatIsInUse() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var ended = AppProcess.run("serve", "--port", port, "--data", folder.toString());
      ExitAssertions.failed(ended, "127.0.0.1:" + port, "--port");
    }
  }

  @Test
  void reportsAnAddressOfAnotherMachine() {
    var ended =
        AppProcess.run(
            "serve",
            "--port",
            "0",
            "--host",
            "192.0.2.1",
            "--access-open-anyway",
            "--data",
            folder.toString());
    ExitAssertions.failed(ended, "192.0.2.1", "--host");
  }

  /**
   * On SIGTERM, pending requests are answered, no new ones are accepted, and the exit code is 0.
   */
  @Test
  void answersPendingRequestsOnSigterm() throws Exception {
    var slow = List.of("--notify-simulated-delay", "10s"); // all wait before it is over
    try (var server = ServerProcess.start(folder, slow);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(server.post("/tasks/process", REQUEST).status()).isEqualTo(202);
      var waiting = new ArrayList<Future<Answer>>();
      for (int i = 0; i < 20; i++) {
        waiting.add(threads.submit(() -> server.get("/workflows/task-workflow-t1?wait=30s")));
      }
      awaitWaiting(server, waiting.size());
      server.terminate();
      for (var each : waiting) {
        var answer = each.get(20, TimeUnit.SECONDS);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isIn("RUNNING", "COMPLETED");
      }
      assertThat(server.exitCode()).isZero();
      ExitAssertions.noStackTrace(server.err());
    }
    try (var server = ServerProcess.start(folder, List.of())) {
      var ended = server.get("/workflows/task-workflow-t1?wait=30s").json();
      assertThat(ended.path("result").path("status").asText()).isEqualTo("completed");
      assertThat(server.stop()).isZero();
    }
  }

  /** Waits until the server counts so many waiting requests. */
  private static void awaitWaiting(ServerProcess server, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.get("/metrics").text().contains("http_server_waits_active " + count));
  }
}
