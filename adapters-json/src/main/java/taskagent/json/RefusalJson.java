package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.domain.task.TaskStatus;

/** The JSON of a refusal: fields of the surrounding object. */
final class RefusalJson {

  private RefusalJson() {}

  static void write(JsonGenerator json, TaskRefusal refusal) throws IOException {
    switch (refusal) {
      case TaskRefusal.NotFound(var id) -> {
        json.writeStringField("why", "not_found");
        json.writeStringField("task_id", id.value());
      }
      case TaskRefusal.Closed(var status) -> {
        json.writeStringField("why", "closed");
        json.writeStringField("status", status.wireName());
      }
      case TaskRefusal.NotAllowed(var verb, var status) -> {
        json.writeStringField("why", "not_allowed");
        json.writeStringField("verb", verb);
        json.writeStringField("status", status.wireName());
      }
      case TaskRefusal.KeyReused() -> json.writeStringField("why", "key_reused");
      case TaskRefusal.VersionMismatch(long expected, long actual) -> {
        json.writeStringField("why", "version_mismatch");
        json.writeNumberField("expected", expected);
        json.writeNumberField("actual", actual);
      }
    }
  }

  static TaskRefusal read(Fields fields) {
    return switch (fields.text("why")) {
      case "not_found" -> new TaskRefusal.NotFound(fields.parsed("task_id", TaskId::new));
      case "closed" -> new TaskRefusal.Closed(fields.parsed("status", TaskStatus::ofWireName));
      case "not_allowed" ->
          new TaskRefusal.NotAllowed(
              fields.text("verb"), fields.parsed("status", TaskStatus::ofWireName));
      case "version_mismatch" ->
          new TaskRefusal.VersionMismatch(fields.number("expected"), fields.number("actual"));
      case "key_reused" -> new TaskRefusal.KeyReused();
      default -> throw Fields.missing("why");
    };
  }
}
