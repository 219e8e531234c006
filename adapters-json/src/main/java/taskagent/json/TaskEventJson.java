package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** The JSON of a change of a task: a timeline entry, and the data of an event. */
public final class TaskEventJson {

  private static final int FORMAT = 1;

  private static final String PREFIX = "task.";

  private TaskEventJson() {}

  /** Writes a change as the data of its event. */
  public static String write(TaskEvent event) {
    return Json.object(json -> fields(json, event));
  }

  /** Writes the changes of one turn, for the timeline. */
  public static String writeAll(List<TaskEvent> events) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("events");
          for (var event : events) {
            json.writeStartObject();
            fields(json, event);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads the changes of one turn.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static List<TaskEvent> readAll(String text) {
    return Json.read(text).format("a timeline", FORMAT).list("events", TaskEventJson::event);
  }

  private static void fields(JsonGenerator json, TaskEvent event) throws IOException {
    json.writeStringField("event_type", PREFIX + event.type().wireName());
    json.writeStringField("task_id", event.task().value());
    json.writeNumberField("version", event.version());
    Json.instant(json, "timestamp", event.at());
    Json.optional(json, "from", event.from().map(TaskStatus::wireName));
    json.writeStringField("to", event.to().wireName());
    json.writeStringField("command_id", event.by().value());
    json.writeStringField("detail", event.detail());
    Json.optional(json, "actor", event.actor());
  }

  private static TaskEvent event(Fields fields) {
    return new TaskEvent(
        fields.parsed("task_id", TaskId::new),
        fields.number("version"),
        fields.instant("timestamp"),
        fields.parsed("event_type", TaskEventJson::type),
        fields.maybeParsed("from", TaskStatus::ofWireName),
        fields.parsed("to", TaskStatus::ofWireName),
        new CommandId(fields.text("command_id")),
        fields.text("detail"),
        fields.maybeText("actor"));
  }

  private static TaskEvent.Type type(String name) {
    if (!name.startsWith(PREFIX)) {
      throw new IllegalArgumentException(name + " happens to no task");
    }
    return TaskEvent.Type.ofWireName(name.substring(PREFIX.length()));
  }
}
