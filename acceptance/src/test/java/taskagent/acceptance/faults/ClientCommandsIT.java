package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Response;
import taskagent.testing.server.ServerProcess;

/** The commands for people and scripts, run by the launcher against a server. */
class ClientCommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path LAUNCHER = Path.of("../taskagent").toAbsolutePath().normalize();

  /** Refuses every event, so that each becomes a dead letter. */
  private static final HttpStub RECEIVER = new HttpStub().on("/", _ -> Response.of(500));

  @TempDir static Path data;
  private static ServerProcess server;

  @TempDir Path folder;

  /** What a command printed, and its exit code. */
  private record Result(int code, String out, String err) {

    /** Checks that it did what it should, and printed nothing but data. */
    Result done() {
      assertThat(code).as(err).isZero();
      assertThat(err).isEmpty();
      return this;
    }

    /** Checks that it printed no data, and one line that says why. */
    void failed(int expected, String why) {
      assertThat(code).as(err).isEqualTo(expected);
      assertThat(out).isEmpty();
      assertThat(err.lines()).singleElement().asString().startsWith("taskagent: ").contains(why);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    // Maven does not write it again when only other modules have changed. The launcher would build.
    var jar = LAUNCHER.resolveSibling("app/target/taskagent.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    server =
        ServerProcess.start(
            data,
            List.of(
                "--events-webhook-url=" + RECEIVER.address() + "/",
                "--events-longest-wait=100ms",
                "--events-give-up-after=100ms"));
  }

  @AfterAll
  static void stop() {
    server.close();
    RECEIVER.close();
  }

  private Process begin(String name, String... command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("TASKAGENT_"));
    builder.environment().put("TASKAGENT_URL", server.address());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private Result end(String name, Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), printed(name + ".out"), printed(name + ".err"));
  }

  private String printed(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private static String[] command(String... arguments) {
    var command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private Result run(String... arguments) throws IOException, InterruptedException {
    return end("command", begin("command", command(arguments)));
  }

  private JsonNode json(String... arguments) throws IOException, InterruptedException {
    return JSON.readTree(run(arguments).done().out());
  }

  private static String[] process(String id, String... options) {
    var arguments =
        new ArrayList<>(
            List.of("process", "--id", id, "--title", "Review the report", "--assignee", "ada"));
    arguments.addAll(List.of("--description", "Check all the figures"));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  @Test
  void aTaskFromItsRequestToItsEnd() throws Exception {
    assertThat(run(process("t1", "--in", "2h", "--wait")).done().out())
        .contains("task-workflow-t1", "completed");
    assertThat(run(process("t1", "--in", "2h")).done().out()).contains("started");
    assertThat(json("get", "t1", "--json", "status,version"))
        .isEqualTo(JSON.readTree("{\"status\": \"assigned\", \"version\": 3}"));
    assertThat(run("explain", "t1").done().out()).contains("Waiting for ada to start.");
    assertThat(run("assign", "t1", "bob").done().out()).contains("bob");
    assertThat(json("start", "t1", "-o", "jsonl").path("status").asText()).isEqualTo("in_progress");

    var watch =
        begin("watch", command("watch", "t1", "--until", "status=completed", "--timeout", "50s"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> printed("watch.out").contains("in_progress"));
    assertThat(json("complete", "t1", "-o", "json").path("status").asText()).isEqualTo("completed");
    var watched = end("watch", watch).done();
    assertThat(watched.out().lines()).hasSize(2).last().asString().contains("completed");

    run("start", "t1").failed(5, "completed");
    run("get", "t2").failed(3, "no such task");
    assertThat(run("watch", "t1", "--until", "status=overdue").code()).isEqualTo(1);
  }

  @Test
  void aListIsWatched() throws Exception {
    var watch = begin("list", command("list", "report", "--watch", "-o", "jsonl"));
    try {
      awaitPrinted("list.out", process("t5", "--wait"), "assigned");
      awaitPrinted("list.out", new String[] {"complete", "t5"}, "completed");
    } finally {
      watch.destroy();
    }
    assertThat(printed("list.err")).isEmpty();
  }

  /** Runs a command, and waits until a line tells of the task with this status. */
  private void awaitPrinted(String file, String[] command, String status) throws Exception {
    run(command).done();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                printed(file)
                    .lines()
                    .anyMatch(line -> line.contains("\"t5\"") && line.contains(status)));
  }

  @Test
  void aConversation() throws Exception {
    assertThat(run("chat", "ada", "What", "about", "my", "task?").done().out())
        .startsWith("I can help with tasks.");
    var history = json("chat", "ada", "--history", "-o", "json");
    assertThat(history.findValuesAsText("role")).containsExactly("user", "assistant");
  }

  /** Every event is refused, so the server has dead letters soon. The doctor warns of them. */
  @Test
  void deadLettersAndTheDoctor() throws Exception {
    run(process("t9", "--wait")).done();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.get("/dead-letters").json().path("items").size() >= 4);
    var dead = run("dead-letters", "-o", "id").done().out().lines().toList();
    assertThat(dead).hasSizeGreaterThanOrEqualTo(4);
    assertThat(json("dead-letters", "get", dead.getFirst(), "-o", "json").path("data").isObject())
        .isTrue();
    var removed = run("dead-letters", "remove", dead.getFirst());
    assertThat(removed.code()).as(removed.err()).isZero();
    run("dead-letters", "get", dead.getFirst()).failed(3, "no such dead letter");
    assertThat(
            json("dead-letters", "replay", dead.getLast(), "-o", "json").path("replayed").asInt())
        .isOne();

    var findings = json("doctor", "-o", "json");
    assertThat(findings.findValuesAsText("check"))
        .contains("reachable", "ready", "clock", "server", "tasks", "events", "dead letters");
    for (var finding : findings) {
      switch (finding.path("check").asText()) {
        case "dead letters" -> assertThat(level(finding)).isEqualTo("warning");
        case "clock", "writing" -> // a busy machine is slow
            assertThat(level(finding)).as(finding.toString()).isIn("ok", "warning");
        default -> assertThat(level(finding)).as(finding.toString()).isEqualTo("ok");
      }
    }
  }

  private static String level(JsonNode finding) {
    return finding.path("level").asText();
  }

  @Test
  void aServerThatIsNotThere() throws Exception {
    var result = run("doctor", "--url", "http://127.0.0.1:9");
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.out()).contains("error", "reachable", "taskagent serve");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    var script =
        """
        source <("$0" completion bash)
        complete() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
          COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; _complete_taskagent; echo "${COMPREPLY[@]}"; }
        compopt() { :; } # works in an interactive shell only
        complete taskagent dead-
        complete taskagent dead-letters re
        complete taskagent watch --unt
        """;
    var result = end("bash", begin("bash", "bash", "-c", script, LAUNCHER.toString())).done().out();
    assertThat(result.lines()).containsExactly("dead-letters", "replay remove", "--until");
  }
}
