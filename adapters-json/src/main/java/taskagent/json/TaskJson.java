package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.Task.Assignment;
import taskagent.domain.task.Task.Deadline;
import taskagent.domain.task.Task.Remembered;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** The JSON of the whole state of a task. */
public final class TaskJson {

  private static final int FORMAT = 1;

  private TaskJson() {}

  /** Writes a task. */
  public static String write(Task task) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("task_id", task.id().value());
          json.writeStringField("title", task.title());
          json.writeStringField("description", task.description());
          json.writeStringField("status", task.status().wireName());
          Json.optional(json, "before_overdue", task.beforeOverdue().map(TaskStatus::wireName));
          Json.optional(json, "assignee", task.assignment().map(Assignment::assignee));
          Json.optional(json, "assigned_by", task.assignment().map(Assignment::by));
          Json.optional(json, "deadline", task.deadline().map(Deadline::at));
          Json.optional(json, "deadline_by", task.deadline().map(Deadline::by));
          json.writeBooleanField(
              "deadline_fired", task.deadline().filter(Deadline::fired).isPresent());
          Json.instant(json, "created_at", task.createdAt());
          Json.instant(json, "updated_at", task.updatedAt());
          json.writeNumberField("version", task.version());
          Json.optional(json, "requested_by", task.requestedBy());
          json.writeArrayFieldStart("remembered");
          for (var remembered : task.remembered()) {
            write(json, task, remembered);
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads a task.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Task read(String text) {
    var fields = Json.read(text).format("a task", FORMAT);
    var id = fields.parsed("task_id", TaskId::new);
    var title = fields.text("title");
    var description = fields.text("description");
    var createdAt = fields.instant("created_at");
    var requestedBy = fields.maybeText("requested_by");
    boolean fired = fields.flag("deadline_fired");
    return new Task(
        id,
        title,
        description,
        fields.parsed("status", TaskStatus::ofWireName),
        fields.maybeParsed("before_overdue", TaskStatus::ofWireName),
        fields
            .maybeText("assignee")
            .map(who -> new Assignment(who, new CommandId(fields.text("assigned_by")))),
        fields
            .maybeInstant("deadline")
            .map(at -> new Deadline(at, new CommandId(fields.text("deadline_by")), fired)),
        createdAt,
        fields.instant("updated_at"),
        fields.number("version"),
        fields.list(
            "remembered",
            each -> {
              var command = new CommandId(each.text("id"));
              TaskAnswer answer =
                  each.maybeObject("refused")
                      .<TaskAnswer>map(refused -> new TaskAnswer.Refused(RefusalJson.read(refused)))
                      .orElseGet(
                          () ->
                              AnswersJson.accepted(
                                  new TaskSnapshot(
                                      id,
                                      each.maybeText("title").orElse(title),
                                      each.maybeText("description").orElse(description),
                                      each.parsed("status", TaskStatus::ofWireName),
                                      each.maybeText("assignee"),
                                      each.maybeInstant("deadline"),
                                      createdAt,
                                      each.instant("updated_at"),
                                      each.number("version"),
                                      requestedBy),
                                  each.maybeText("skipped")));
              return new Remembered(command, answer);
            }),
        requestedBy);
  }

  /** Writes title and description of an answer only if they differ from those of the task. */
  private static void write(JsonGenerator json, Task task, Remembered remembered)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", remembered.id().value());
    switch (remembered.answer()) {
      case TaskAnswer.Accepted(var was) -> writeAnswer(json, task, was);
      case TaskAnswer.Skipped(var was, var reason) -> {
        writeAnswer(json, task, was);
        json.writeStringField("skipped", reason);
      }
      case TaskAnswer.Refused(var refusal) -> {
        json.writeObjectFieldStart("refused");
        RefusalJson.write(json, refusal);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void writeAnswer(JsonGenerator json, Task task, TaskSnapshot was)
      throws IOException {
    Json.optional(json, "title", changed(was.title(), task.title()));
    Json.optional(json, "description", changed(was.description(), task.description()));
    json.writeStringField("status", was.status().wireName());
    Json.optional(json, "assignee", was.assignee());
    Json.optional(json, "deadline", was.deadline());
    Json.instant(json, "updated_at", was.updatedAt());
    json.writeNumberField("version", was.version());
  }

  private static Optional<String> changed(String was, String is) {
    return was.equals(is) ? Optional.empty() : Optional.of(was);
  }
}
