package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Reads workflows and waits for their ends. */
final class WorkflowReader {

  /** The longest wait of one request. Proxies on the way may end a longer one. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** The wait if the server answers early, as it does when it shuts down. */
  private static final Duration AFTER_EARLY_ANSWER = Duration.ofMillis(250);

  private final ServerApi api;

  WorkflowReader(ServerApi api) {
    this.api = api;
  }

  /** Returns a workflow as it is as soon as it ends, or when the time is over. */
  JsonNode awaitEnd(String id, TimeLeft limit) {
    while (true) {
      var wait = limit.left(LONGEST_WAIT);
      var workflow = read(id, wait).body();
      if (outcome(workflow).isPresent() || limit.over()) {
        return workflow;
      }
    }
  }

  /** Reads a workflow as soon as it ends, or after so long. */
  ServerAnswer read(String id, Duration wait) {
    var early = new TimeLeft(wait.dividedBy(2));
    var answer = api.getWithin(wait, "/workflows/" + id + "?wait=" + wait.toMillis() + "ms");
    boolean runs = answer.status() == 200 && outcome(answer.body()).isEmpty();
    if (runs && !early.over()) {
      Pause.of(AFTER_EARLY_ANSWER);
    }
    return answer;
  }

  /** Returns how a workflow ended; nothing if it still runs. */
  static Optional<String> outcome(JsonNode workflow) {
    return switch (workflow.path("status").asText()) {
      case "RUNNING" -> Optional.empty();
      case "COMPLETED" -> Optional.of(workflow.path("result").path("status").asText());
      default -> Optional.of("defect");
    };
  }

  /** Returns the exit code for a workflow that somebody waited for. */
  static ExitCode exitCode(JsonNode workflow) {
    return outcome(workflow)
        .map(outcome -> outcome.equals("completed") ? ExitCode.DONE : ExitCode.FAILED)
        .orElse(ExitCode.PENDING);
  }
}
