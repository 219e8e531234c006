package taskagent.json;

import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.task.TaskId;

/** The JSON of the input of a run. */
public final class RunJson {

  private static final int FORMAT = 1;

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
        });
  }

  /**
   * Reads a run.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static WorkflowRun read(String text) {
    return read(Json.read(text));
  }

  static WorkflowRun read(Fields document) {
    var fields = document.format("the request of a workflow", FORMAT);
    return new WorkflowRun(
        new WorkflowId(fields.text("workflow_id")),
        new TaskRequest(
            fields.parsed("task_id", TaskId::new),
            fields.text("title"),
            fields.text("description"),
            fields.text("assignee"),
            fields.number("deadline_seconds")),
        fields.instant("accepted_at"));
  }
}
