package taskagent.json;

import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** The written form of one change of a task: its timeline's entry and its event's data. */
public final class TaskEventJson {

  private TaskEventJson() {}

  /** Writes a change. */
  public static String write(TaskEvent event) {
    return Json.object(
        json -> {
          json.writeStringField("event_type", "task." + event.type().wireName());
          json.writeStringField("task_id", event.task().value());
          json.writeNumberField("version", event.version());
          Json.instant(json, "timestamp", event.at());
          Json.optional(json, "from", event.from().map(TaskStatus::wireName));
          json.writeStringField("to", event.to().wireName());
          json.writeStringField("command_id", event.by().value());
          json.writeStringField("detail", event.detail());
        });
  }

  /**
   * Reads a change.
   *
   * @throws UnreadableDocument if it is damaged
   */
  public static TaskEvent read(String text) {
    var fields = Json.read(text);
    return new TaskEvent(
        new TaskId(fields.text("task_id")),
        fields.number("version"),
        fields.instant("timestamp"),
        TaskEvent.Type.ofWireName(fields.text("event_type").substring("task.".length())),
        fields.maybeText("from").map(TaskStatus::ofWireName),
        TaskStatus.ofWireName(fields.text("to")),
        new CommandId(fields.text("command_id")),
        fields.text("detail"));
  }
}
