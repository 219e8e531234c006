package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Tasks.Removal;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** The JSON of the answers of a task to the commands of one turn. */
public final class AnswersJson {

  private static final int FORMAT = 1;

  private AnswersJson() {}

  /** Writes answers. */
  public static String write(List<TaskAnswer> answers) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("answers");
          for (var answer : answers) {
            json.writeStartObject();
            write(json, answer);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads answers.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static List<TaskAnswer> read(String text) {
    return Json.read(text).format("answers of a turn", FORMAT).list("answers", AnswersJson::answer);
  }

  /** Writes the answer to a request to remove a task. */
  public static String writeRemoval(Removal removal) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("removal", removal.name());
        });
  }

  /**
   * Reads the answer to a request to remove a task.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Removal readRemoval(String text) {
    return Json.read(text).format("a removal", FORMAT).parsed("removal", Removal::valueOf);
  }

  private static void write(JsonGenerator json, TaskAnswer answer) throws IOException {
    switch (answer) {
      case TaskAnswer.Accepted(var task) -> {
        json.writeObjectFieldStart("task");
        write(json, task);
        json.writeEndObject();
      }
      case TaskAnswer.Skipped(var task, var reason) -> {
        json.writeObjectFieldStart("task");
        write(json, task);
        json.writeEndObject();
        json.writeStringField("skipped", reason);
      }
      case TaskAnswer.Refused(var refusal) -> {
        json.writeObjectFieldStart("refused");
        RefusalJson.write(json, refusal);
        json.writeEndObject();
      }
    }
  }

  private static void write(JsonGenerator json, TaskSnapshot task) throws IOException {
    json.writeStringField("task_id", task.id().value());
    json.writeStringField("title", task.title());
    json.writeStringField("description", task.description());
    json.writeStringField("status", task.status().wireName());
    Json.optional(json, "assignee", task.assignee());
    Json.optional(json, "deadline", task.deadline());
    Json.instant(json, "created_at", task.createdAt());
    Json.instant(json, "updated_at", task.updatedAt());
    json.writeNumberField("version", task.version());
    Json.optional(json, "requested_by", task.requestedBy());
  }

  /** Writes the fields of a task. What it does not have is {@code null}. */
  static void writeWhole(JsonGenerator json, TaskSnapshot task) throws IOException {
    write(json, task);
    if (task.assignee().isEmpty()) {
      json.writeNullField("assignee");
    }
    if (task.deadline().isEmpty()) {
      json.writeNullField("deadline");
    }
  }

  private static TaskAnswer answer(Fields fields) {
    return fields
        .maybeObject("refused")
        .<TaskAnswer>map(refused -> new TaskAnswer.Refused(RefusalJson.read(refused)))
        .orElseGet(() -> accepted(snapshot(fields.object("task")), fields.maybeText("skipped")));
  }

  /** Returns an answer that is not a refusal. Older builds take "skipped" for "accepted". */
  static TaskAnswer accepted(TaskSnapshot task, Optional<String> skipped) {
    return skipped
        .<TaskAnswer>map(reason -> new TaskAnswer.Skipped(task, reason))
        .orElseGet(() -> new TaskAnswer.Accepted(task));
  }

  private static TaskSnapshot snapshot(Fields task) {
    return new TaskSnapshot(
        task.parsed("task_id", TaskId::new),
        task.text("title"),
        task.text("description"),
        task.parsed("status", TaskStatus::ofWireName),
        task.maybeText("assignee"),
        task.maybeInstant("deadline"),
        task.instant("created_at"),
        task.instant("updated_at"),
        task.number("version"),
        task.maybeText("requested_by"));
  }
}
