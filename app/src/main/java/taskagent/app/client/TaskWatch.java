package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Prints the changes of a task. It asks the server whether the version has changed (ETag), and
 * reads what is new from the timeline, so that no change between two questions is left out.
 */
final class TaskWatch {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final Set<String> CLOSED = Set.of("completed", "cancelled");

  private final ServerApi api;
  private final Output output;
  private final String id;
  private final Optional<Until> until;

  TaskWatch(ServerApi api, Output output, String id, Optional<Until> until) {
    this.api = api;
    this.output = output;
    this.id = id;
    this.until = until;
  }

  /** Watches until the condition holds or cannot hold any more, or the time is over. */
  ExitCode run(TimeLeft limit) {
    var created = awaitCreation(limit);
    if (created.isEmpty()) {
      return ExitCode.PENDING;
    }
    // The last change up to now is printed, too: it says where the task is.
    long seen = created.get().path("version").asLong() - 1;
    while (true) {
      var entries = api.get("/tasks/" + id + "/timeline?after=" + seen).body().path("entries");
      for (var entry : entries) {
        output.next(Columns.CHANGES, entry);
        var end = end(entry.path("to").asText());
        if (end.isPresent()) {
          return end.get();
        }
      }
      seen += entries.size(); // each change raises the version by one
      if (!awaitChange(seen, limit)) {
        return ExitCode.PENDING;
      }
    }
  }

  private Optional<ExitCode> end(String status) {
    if (until.isPresent() && until.get().reached(status)) {
      return Optional.of(ExitCode.DONE);
    }
    if (CLOSED.contains(status)) {
      return Optional.of(until.isPresent() ? ExitCode.FAILED : ExitCode.DONE);
    }
    return Optional.empty();
  }

  /** Waits until the task has another version. Returns false if the time is over before. */
  private boolean awaitChange(long version, TimeLeft limit) {
    while (!limit.over()) {
      Pause.of(limit.left(POLL_INTERVAL));
      var answer = api.get("/tasks/" + id, "If-None-Match", "\"" + version + "\"");
      if (answer.status() != 304) {
        answer.body(); // fails if the task was removed
        return true;
      }
    }
    return false;
  }

  /** Waits until the saga has created the task. Returns nothing if the time is over before. */
  private Optional<JsonNode> awaitCreation(TimeLeft limit) {
    var workflows = new WorkflowReader(api);
    while (true) {
      var answer = api.get("/tasks/" + id);
      if (answer.status() != 404) {
        return Optional.of(answer.body());
      }
      var workflow = workflows.read(IdArgument.workflowOf(id), limit.left(POLL_INTERVAL));
      if (workflow.status() == 404 || WorkflowReader.outcome(workflow.body()).isPresent()) {
        return Optional.of(api.get("/tasks/" + id).body());
      }
      if (limit.over()) {
        return Optional.empty();
      }
    }
  }
}
