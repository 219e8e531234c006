package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;

/** The JSON of the commands of one turn of a task. */
public final class CommandsJson {

  private static final int FORMAT = 1;

  private CommandsJson() {}

  /** Writes commands. */
  public static String write(List<TaskCommand> commands) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("commands");
          for (var command : commands) {
            json.writeStartObject();
            write(json, command);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads commands.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static List<TaskCommand> read(String text) {
    return Json.read(text)
        .format("commands of a turn", FORMAT)
        .list("commands", CommandsJson::read);
  }

  private static void write(JsonGenerator json, TaskCommand command) throws IOException {
    switch (command) {
      case TaskCommand.Create(var id, var title, var description, var requestedBy) -> {
        write(json, "create", id);
        json.writeStringField("title", title);
        json.writeStringField("description", description);
        Json.optional(json, "requested_by", requestedBy);
      }
      case TaskCommand.Assign(var id, var assignee) -> {
        write(json, "assign", id);
        json.writeStringField("assignee", assignee);
      }
      case TaskCommand.Unassign(var id, var onlyIf) -> {
        write(json, "unassign", id);
        Json.optional(json, "only_if", onlyIf);
      }
      case TaskCommand.Start(var id) -> write(json, "start", id);
      case TaskCommand.Complete(var id) -> write(json, "complete", id);
      case TaskCommand.Cancel(var id) -> write(json, "cancel", id);
      case TaskCommand.SetDeadline(var id, var at) -> {
        write(json, "set_deadline", id);
        Json.instant(json, "at", at);
      }
      case TaskCommand.ClearDeadline(var id, var onlyIf) -> {
        write(json, "clear_deadline", id);
        Json.optional(json, "only_if", onlyIf);
      }
      case TaskCommand.DeadlineReached(var deadline) -> {
        json.writeStringField("command", "deadline_reached");
        Json.instant(json, "at", deadline);
      }
      case TaskCommand.IfVersion(long version, var conditional) -> {
        json.writeNumberField("if_version", version);
        write(json, conditional);
      }
      case TaskCommand.By(var actor, boolean onlyOwn, var asked) -> {
        json.writeStringField("actor", actor);
        Json.onlyIf(json, "only_own", onlyOwn);
        write(json, asked);
      }
    }
  }

  private static void write(JsonGenerator json, String name, CommandId id) throws IOException {
    json.writeStringField("command", name);
    json.writeStringField("id", id.value());
  }

  private static TaskCommand read(Fields fields) {
    return read(fields.text("command"), fields);
  }

  private static TaskCommand read(String name, Fields fields) {
    var command = conditional(name, fields);
    return fields
        .maybeText("actor")
        .<TaskCommand>map(
            actor -> new TaskCommand.By(actor, fields.maybeFlag("only_own").orElse(false), command))
        .orElse(command);
  }

  private static TaskCommand conditional(String name, Fields fields) {
    var command = unconditional(name, fields);
    return fields
        .maybeNumber("if_version")
        .<TaskCommand>map(version -> new TaskCommand.IfVersion(version, command))
        .orElse(command);
  }

  private static TaskCommand unconditional(String name, Fields fields) {
    if (name.equals("deadline_reached")) {
      return new TaskCommand.DeadlineReached(fields.instant("at"));
    }
    var id = new CommandId(fields.text("id"));
    var onlyIf = fields.maybeText("only_if").map(CommandId::new);
    return switch (name) {
      case "create" ->
          new TaskCommand.Create(
              id,
              fields.text("title"),
              fields.text("description"),
              fields.maybeText("requested_by"));
      case "assign" -> new TaskCommand.Assign(id, fields.text("assignee"));
      case "unassign" -> new TaskCommand.Unassign(id, onlyIf);
      case "start" -> new TaskCommand.Start(id);
      case "complete" -> new TaskCommand.Complete(id);
      case "cancel" -> new TaskCommand.Cancel(id);
      case "set_deadline" -> new TaskCommand.SetDeadline(id, fields.instant("at"));
      case "clear_deadline" -> new TaskCommand.ClearDeadline(id, onlyIf);
      default -> throw Fields.missing("command");
    };
  }
}
