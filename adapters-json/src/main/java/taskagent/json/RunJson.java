package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import taskagent.domain.Backoff;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.NotifyPolicy.OnFailure;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Codec;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.task.TaskId;

/**
 * The JSON of a run of {@code task-processing@1}. Its policy is missing if it is the default. Its
 * decisions are missing if an older build accepted it.
 */
public final class RunJson {

  private static final int FORMAT = 1;

  /** Writes and reads runs. */
  public static final Codec<WorkflowRun> CODEC =
      new Codec<>() {
        @Override
        public String write(WorkflowRun run) {
          return RunJson.write(run);
        }

        @Override
        public WorkflowRun read(String text) {
          return RunJson.read(text);
        }
      };

  private RunJson() {}

  /** Writes a run. */
  public static String write(WorkflowRun run) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("workflow_id", run.id().value());
          json.writeStringField("task_id", run.request().taskId().value());
          json.writeStringField("title", run.request().title());
          json.writeStringField("description", run.request().description());
          json.writeStringField("assignee", run.request().assignee());
          json.writeNumberField("deadline_seconds", run.request().deadlineSeconds());
          Json.instant(json, "accepted_at", run.acceptedAt());
          if (!run.notifyPolicy().equals(NotifyPolicy.DEFAULT)) {
            write(json, run.notifyPolicy());
          }
          if (!run.decided().isEmpty()) {
            JournalJson.write(json, "decided", run.decided());
          }
        });
  }

  private static void write(JsonGenerator json, NotifyPolicy policy) throws IOException {
    json.writeObjectFieldStart("notify");
    json.writeNumberField("attempts", policy.retry().attempts());
    json.writeNumberField("first_wait_ms", policy.retry().backoff().first().toMillis());
    json.writeNumberField("backoff", policy.retry().backoff().factor());
    json.writeNumberField("longest_wait_ms", policy.retry().backoff().longest().toMillis());
    json.writeStringField("on_failure", policy.onFailure().wireName());
    json.writeEndObject();
  }

  /**
   * Reads a run.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static WorkflowRun read(String text) {
    var fields = Json.read(text).format("the request of a workflow", FORMAT);
    return new WorkflowRun(
        new RunId(fields.text("workflow_id")),
        new TaskRequest(
            fields.parsed("task_id", TaskId::new),
            fields.text("title"),
            fields.text("description"),
            fields.text("assignee"),
            fields.number("deadline_seconds")),
        fields.instant("accepted_at"),
        fields.maybeObject("notify").map(RunJson::policy).orElse(NotifyPolicy.DEFAULT),
        fields.maybeList("decided", JournalJson::result));
  }

  private static NotifyPolicy policy(Fields fields) {
    return new NotifyPolicy(
        new RetryPolicy(
            fields.count("attempts"),
            new Backoff(
                Duration.ofMillis(fields.number("first_wait_ms")),
                fields.decimal("backoff"),
                Duration.ofMillis(fields.number("longest_wait_ms")))),
        fields.parsed("on_failure", OnFailure::ofWireName));
  }
}
