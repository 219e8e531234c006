package taskagent.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taskagent demo}: shows the main features, and fails if one did not happen. */
@Command(
    name = "demo",
    description =
        "Shows the main features in about 20 seconds, on its own server in a fresh folder: a saga"
            + " step by step, an overdue task, a chat, a saga that compensates, and a saga that"
            + " survives kill -9.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class DemoCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_MILLIS = 50;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--data",
      description = "A folder for its data, which is kept. Default: a temporary one.")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean keep = data != null;
    var folder =
        data != null ? Files.createDirectories(data) : Files.createTempDirectory("taskagent-demo");
    play(folder);
    if (!keep) { // after a failure the folder stays, because its log is in it
      delete(folder);
    }
    say("");
    say("It all happened. Next: taskagent serve, then see README.md for the requests.");
    return 0;
  }

  private void play(Path folder) throws InterruptedException {
    chapter("1. A task goes through its saga, and its deadline of 5 s passes");
    try (var server = DemoServer.start(folder, "--notify-simulated-delay", "300ms")) {
      say("   its own server runs at " + server.address());
      process(server, "report", "Write the quarterly report", 5);
      follow(server, "task-workflow-report", "completed");
      status(server, "report", "assigned");
      awaitStatus(server, "report", "overdue");
      chapter("2. A chat");
      chat(server, "Hello!");
      chat(server, "What about my task?");
    }
    chapter("3. The notification fails three times, and the saga compensates");
    try (var server = DemoServer.start(folder, "--notify-simulated-failure-rate", "1")) {
      process(server, "unlucky", "Nobody will hear of this", 3600);
      follow(server, "task-workflow-unlucky", "failed");
      status(server, "unlucky", "pending");
    }
    chapter("4. kill -9 in the middle of a saga");
    try (var server = DemoServer.start(folder, "--notify-simulated-delay", "60s")) {
      process(server, "survivor", "Survive a crash of the server", 3600);
      until(server, "/workflows/task-workflow-survivor", w -> step(w, "notify").equals("running"));
      say("   the saga is about to notify; killing the server with kill -9");
      server.kill();
    }
    try (var server = DemoServer.start(folder)) {
      say("   started again at " + server.address());
      follow(server, "task-workflow-survivor", "completed");
      status(server, "survivor", "assigned");
    }
  }

  private void process(DemoServer server, String id, String title, int deadlineSeconds) {
    var body =
        """
        {"task_id": "%s", "title": "%s", "description": "Part of the demo of Task Agent.", \
        "assignee": "ada@example.com", "deadline_seconds": %d}"""
            .formatted(id, title, deadlineSeconds);
    say("   POST /tasks/process " + body);
    say("   -> " + server.post("/tasks/process", body));
  }

  /** Prints each change of a step until the saga ends. */
  private void follow(DemoServer server, String workflow, String outcome)
      throws InterruptedException {
    var seen = new HashMap<String, String>();
    var end =
        until(
            server,
            "/workflows/" + workflow,
            record -> {
              for (var step : record.path("steps")) {
                var now = describe(step);
                if (!now.equals(seen.put(step.path("name").asText(), now))
                    && !now.startsWith("pending")) {
                  say("   %-14s %s".formatted(step.path("name").asText(), now));
                }
              }
              return !record.path("status").asText().equals("RUNNING");
            });
    say("   the saga " + outcome + ": " + end.path("result").path("message").asText());
    expect(end.path("result").path("status").asText(), outcome);
  }

  private static String describe(JsonNode step) {
    var error = step.path("last_error").asText("");
    return step.path("status").asText()
        + (error.isEmpty() || error.equals("null")
            ? ""
            : " (attempt " + step.path("attempts").asInt() + ": " + error + ")");
  }

  private static String step(JsonNode workflow, String name) {
    for (var step : workflow.path("steps")) {
      if (step.path("name").asText().equals(name)) {
        return step.path("status").asText();
      }
    }
    return "";
  }

  private void status(DemoServer server, String task, String expected) {
    var now = server.get("/tasks/" + task);
    var assignee = now.path("assignee").asText("nobody");
    say("   the task is " + now.path("status").asText() + ", with " + assignee);
    expect(now.path("status").asText(), expected);
  }

  private void awaitStatus(DemoServer server, String task, String expected)
      throws InterruptedException {
    say("   waiting for its deadline ...");
    var now = until(server, "/tasks/" + task, t -> t.path("status").asText().equals(expected));
    say("   the task is " + expected + "; its deadline was " + now.path("deadline").asText());
  }

  private void chat(DemoServer server, String text) {
    say("   you:       " + text);
    say(
        "   assistant: "
            + server.post("/chat/ada", "{\"content\": \"" + text + "\"}").path("content").asText());
  }

  private static JsonNode until(DemoServer server, String path, Predicate<JsonNode> holds)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var now = server.get(path);
      if (holds.test(now)) {
        return now;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    throw new CommandFailed("the demo waited too long for " + path);
  }

  private static void expect(String actual, String expected) {
    if (!actual.equals(expected)) {
      throw new CommandFailed("the demo expected " + expected + ", but found " + actual);
    }
  }

  private void chapter(String title) {
    say("");
    say(title);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
