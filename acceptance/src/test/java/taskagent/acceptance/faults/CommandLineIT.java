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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.acceptance.server.Client.Answer;
import taskagent.acceptance.server.Command;
import taskagent.acceptance.server.Server;

/** The command line and the settings, as whoever runs it meets them (spec §9). */
class CommandLineIT {

  private static final String REQUEST =
      """
      {"task_id": "t1", "title": "Finish this", "description": "Though the server ends",
       "assignee": "ada"}""";

  @TempDir Path folder;

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), yaml).toString();
  }

  private static Command.Ended run(Map<String, String> environment, String... arguments) {
    return Command.run(Duration.ofSeconds(60), environment, arguments);
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
  void itHelps(String arguments, String says) {
    var ended = Command.run(arguments.split(" ", -1));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains(says);
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', demo or serve",
    "bogus, bogus",
    "serve --bogus, --bogus",
    "serve extra, extra",
    "serve --port, --port",
    "serve --port abc, --port",
    "serve --port 65536, --port",
    "serve --port=-1, --port",
    "serve --notify-simulated-delay 5x, --notify-simulated-delay",
    "serve --notify-simulated-failure-rate 1.5, --notify-simulated-failure-rate",
    "serve --notify-channel pigeon, --notify-channel",
    "serve --notify-channel webhook, --notify-webhook-url",
    "serve --notify-channel webhook --notify-webhook-url nowhere, --notify-webhook-url",
    "serve --events-webhook-url ftp://127.0.0.1/, --events-webhook-url",
    "serve --events-webhook-url ://, --events-webhook-url",
    "serve --host= --port 0, --host",
    "serve --engine nuclear, --engine",
    "serve --config /nowhere/settings.yaml, /nowhere/settings.yaml",
    "serve --config /, the file /"
  })
  void itSaysWhatIsWrongOnTheCommandLine(String arguments, String says) {
    var words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
    Outcome.calledWrongly(Command.run(words), says);
  }

  @ParameterizedTest
  @CsvSource({
    "TASKAGENT_PROT, 1",
    "TASKAGENT_PORT, abc",
    "TASKAGENT_PORT, ''",
    "TASKAGENT_NOTIFY_SIMULATED_DELAY, soon",
    "TASKAGENT_CONFIG, /nowhere/settings.yaml"
  })
  void itSaysWhatIsWrongInTheEnvironment(String variable, String value) {
    Outcome.calledWrongly(run(Map.of(variable, value), "serve"), variable);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 1                        | prot",
        "port: abc                      | port",
        "notify: {simulated-delay: 5}   | --notify-simulated-delay",
        "notify: {simulated-delai: 5s}  | notify.simulated-delai",
        "port: [8000]                   | port",
        "{port: 1, port: 2}             | port",
        "'port: {8000'                  | line 1",
        "just text                      | not a map",
        "'{a: &a {b: *a}}'              | a"
      })
  void itSaysWhatIsWrongInTheFile(String yaml, String says) throws IOException {
    var file = file(yaml);
    Outcome.calledWrongly(Command.run("serve", "--config", file), file, says);
  }

  @Test
  void aFileOfBytesIsRefused() throws IOException {
    var file = Files.write(folder.resolve("settings.yaml"), new byte[] {(byte) 0xff, 0, 1});
    Outcome.calledWrongly(Command.run("serve", "--config", file.toString()), file.toString());
  }

  @Test
  void theCommandLineComesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
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
    try (var server = Server.start(environment, arguments)) {
      assertThat(server.out()).contains("Data is in " + folder.resolve(name) + ",");
      assertThat(server.err()).as("log.level: error, from the file").isEmpty();
      assertThat(folder.resolve(name)).isNotEmptyDirectory();
      assertThat(server.stop()).isZero();
    }
  }

  /** None of these characters means anything in a folder's name. */
  @Test
  void theFolderMayHaveAnyName() throws IOException {
    var data = folder.resolve("a b?mode=memory&c#d%20e;f");
    try (var server = Server.start(data, List.of())) {
      assertThat(server.post("/chat/ada", "{\"content\": \"Hello\"}").status()).isEqualTo(200);
      assertThat(server.stop()).isZero();
    }
    assertThat(data.resolve("taskagent.db")).isNotEmptyFile();
  }

  @Test
  void aTakenPortIsSaid() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var ended = Command.run("serve", "--port", port, "--data", folder.toString());
      Outcome.cannot(ended, "127.0.0.1:" + port, "--port");
    }
  }

  @Test
  void anAddressThatIsNotOursIsSaid() {
    var ended =
        Command.run("serve", "--port", "0", "--host", "192.0.2.1", "--data", folder.toString());
    Outcome.cannot(ended, "192.0.2.1", "--host");
  }

  /** It plays in a world of its own: what is set for other servers does not reach it. */
  @Test
  void theDemoHappens() {
    var ended =
        Command.run(
            Duration.ofMinutes(2),
            Map.of("TASKAGENT_NOTIFY_SIMULATED_FAILURE_RATE", "1"),
            "demo",
            "--data",
            folder.toString());
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out()).contains("kill -9", "overdue", "It all happened.");
    assertThat(ended.err()).isEmpty();
  }

  /** SIGTERM: whoever was let in is answered, nobody is let in any more, and the exit code is 0. */
  @Test
  void itFinishesWhatItAnswersWhenItIsTerminated() throws Exception {
    var slow = List.of("--notify-simulated-delay", "3s");
    try (var server = Server.start(folder, slow);
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
      Outcome.noTrace(server.err());
    }
    try (var server = Server.start(folder, List.of())) {
      var ended = server.get("/workflows/task-workflow-t1?wait=30s").json();
      assertThat(ended.path("result").path("status").asText()).isEqualTo("completed");
      assertThat(server.stop()).isZero();
    }
  }

  /** Those who wait are counted by the server, so that they are known to be inside. */
  private static void awaitWaiting(Server server, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.get("/metrics").text().contains("http_server_waits_active " + count));
  }
}
