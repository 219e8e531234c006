package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import taskagent.domain.Backoff;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.NotifyPolicy.OnFailure;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Codec;
import taskagent.domain.run.KindId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.task.TaskId;

/**
 * The JSON of a run that processes a task. Its policy is missing if it is the default. Its
 * decisions are missing if an older build accepted it. A run of the first version does not say its
 * kind, so that older builds can read it.
 */
public final class RunJson {

  private static final int FORMAT = 1;

  /** Says its kind. */
  private static final int LATEST_FORMAT = 2;

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
          boolean first = run.kind().equals(TaskProcessing.FIRST);
          json.writeNumberField("format", first ? FORMAT : LATEST_FORMAT);
          if (!first) {
            json.writeStringField("kind", run.kind().wireName());
          }
          json.writeStringField("workflow_id", run.id().value());
          json.writeStringField("task_id", run.request().taskId().value());
          json.writeStringField("title", run.request().title());
          json.writeStringField("description", run.request().description());
          json.writeStringField("assignee", run.request().assignee());
          json.writeNumberField("deadline_seconds", run.request().deadlineSeconds());
          Json.optional(json, "requested_by", run.request().requestedBy());
          Json.optional(json, "retried_by", run.request().retriedBy());
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
    var fields = Json.read(text).format("the request of a workflow", FORMAT, LATEST_FORMAT);
    return new WorkflowRun(
        new RunId(fields.text("workflow_id")),
        fields.maybeParsed("kind", KindId::ofWireName).orElse(TaskProcessing.FIRST),
        new TaskRequest(
            fields.parsed("task_id", TaskId::new),
            fields.text("title"),
            fields.text("description"),
            fields.text("assignee"),
            fields.number("deadline_seconds"),
            fields.maybeText("requested_by"),
            fields.maybeText("retried_by")),
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
