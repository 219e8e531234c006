package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Prints the changes of a workflow's steps. */
final class WorkflowWatch {

  /** The server answers earlier if the workflow ends. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  private final ServerApi api;
  private final Output output;
  private final String id;
  private final Optional<Until> until;
  private final Map<String, JsonNode> printed = new HashMap<>();

  WorkflowWatch(ServerApi api, Output output, String id, Optional<Until> until) {
    this.api = api;
    this.output = output;
    this.id = id;
    this.until = until;
  }

  /** Watches until the workflow has ended, or the time is over. */
  ExitCode run(TimeLeft limit) {
    var workflows = new WorkflowReader(api);
    var workflow = api.get("/workflows/" + id).body();
    while (true) {
      print(workflow);
      var outcome = WorkflowReader.outcome(workflow);
      if (outcome.isPresent()) {
        return outcome.filter(this::wanted).map(_ -> ExitCode.DONE).orElse(ExitCode.FAILED);
      }
      if (limit.over()) {
        return ExitCode.PENDING;
      }
      workflow = workflows.read(id, limit.left(POLL_INTERVAL)).body();
    }
  }

  private boolean wanted(String outcome) {
    return until.map(condition -> condition.reached(outcome)).orElse(outcome.equals("completed"));
  }

  private void print(JsonNode workflow) {
    for (var step : workflow.path("steps")) {
      var before = printed.put(step.path("name").asText(), step);
      boolean changed = before == null ? begun(step) : !before.equals(step);
      if (changed) {
        output.next(Columns.STEPS, step);
      }
    }
  }

  private static boolean begun(JsonNode step) {
    return !step.path("status").asText().equals("pending");
  }
}
