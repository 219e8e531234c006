package taskagent.json;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Message;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskSnapshot;

/**
 * The JSON of calls that other apps make to the actors, and of the answers. A command may be a
 * plain value, such as the name of an assignee, or an object that also has an {@code id}, which
 * makes it idempotent. Without one, the command gets a new id.
 */
public final class ActorCallsJson {

  private static final String UNTITLED = "Untitled";

  private ActorCallsJson() {}

  /**
   * Reads {@code {title, description, deadline}}: a new task, and its deadline if there is one, in
   * seconds from now or as an instant.
   *
   * @throws UnreadableDocument if a field is invalid
   */
  public static List<TaskCommand> readCreate(String text, Instant now) {
    var fields = Json.read(text).whole();
    var id = id(fields);
    var title = fields.maybeText("title").orElse(UNTITLED);
    var description = fields.maybeText("description").filter(said -> !said.isEmpty()).orElse(title);
    var commands = new ArrayList<TaskCommand>();
    commands.add(conditional(fields, new TaskCommand.Create(id, title, description)));
    fields
        .maybeDocument("deadline")
        .map(deadline -> deadline(deadline, now))
        .map(at -> new TaskCommand.SetDeadline(new CommandId(id + "/deadline"), at))
        .ifPresent(commands::add);
    return commands;
  }

  /**
   * Reads an assignee, or {@code {assignee}}.
   *
   * @throws UnreadableDocument if it is neither
   */
  public static TaskCommand readAssign(String text) {
    var fields = Json.read(text);
    var assignee = fields.asText().orElseGet(() -> fields.text("assignee"));
    return conditional(fields, new TaskCommand.Assign(id(fields), assignee));
  }

  /**
   * Reads a status, or {@code {status}}: the command that leads to it.
   *
   * @throws UnreadableDocument if no command does
   */
  public static TaskCommand readStatus(String text) {
    var fields = Json.read(text);
    var id = id(fields);
    var command =
        switch (fields.asText().orElseGet(() -> fields.text("status"))) {
          case "pending" -> new TaskCommand.Unassign(id, Optional.empty());
          case "in_progress" -> new TaskCommand.Start(id);
          case "completed" -> new TaskCommand.Complete(id);
          case "cancelled" -> new TaskCommand.Cancel(id);
          default ->
              throw new UnreadableDocument(
                  "the status is none of pending, in_progress, completed, cancelled");
        };
    return conditional(fields, command);
  }

  /**
   * Reads a number of seconds from now, or {@code {at}}.
   *
   * @throws UnreadableDocument if it is neither
   */
  public static TaskCommand readDeadline(String text, Instant now) {
    var fields = Json.read(text);
    var at =
        fields.asNumber().map(seconds -> after(seconds, now)).orElseGet(() -> fields.instant("at"));
    return conditional(fields, new TaskCommand.SetDeadline(id(fields), at));
  }

  /** Reads nothing, or {@code {id}}: no assignee. */
  public static TaskCommand readUnassign(String text) {
    var fields = optional(text);
    return conditional(fields, new TaskCommand.Unassign(id(fields), Optional.empty()));
  }

  /** Reads nothing, or {@code {id}}: no deadline. */
  public static TaskCommand readClearDeadline(String text) {
    var fields = optional(text);
    return conditional(fields, new TaskCommand.ClearDeadline(id(fields), Optional.empty()));
  }

  private static Fields optional(String text) {
    return Json.read(text.isBlank() ? "{}" : text);
  }

  private static CommandId id(Fields fields) {
    return new CommandId(fields.maybeText("id").orElseGet(() -> "actor/" + UUID.randomUUID()));
  }

  private static TaskCommand conditional(Fields fields, TaskCommand command) {
    return fields
        .maybeNumber("if_version")
        .<TaskCommand>map(version -> new TaskCommand.IfVersion(version, command))
        .orElse(command);
  }

  private static Instant deadline(Fields document, Instant now) {
    return document
        .asNumber()
        .map(seconds -> after(seconds, now))
        .or(() -> document.asText().flatMap(ActorCallsJson::instant))
        .orElseThrow(() -> Fields.missing("deadline"));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant after(long seconds, Instant now) {
    if (seconds < TaskRequest.SHORTEST_DEADLINE_SECONDS
        || seconds > TaskRequest.LONGEST_DEADLINE_SECONDS) {
      throw new UnreadableDocument(
          "the deadline must be %d to %d seconds from now"
              .formatted(
                  TaskRequest.SHORTEST_DEADLINE_SECONDS, TaskRequest.LONGEST_DEADLINE_SECONDS));
    }
    return now.plusSeconds(seconds);
  }

  /** Writes a task; {@code null} if there is none. */
  public static String write(Optional<TaskSnapshot> task) {
    return task.map(found -> Json.object(json -> AnswersJson.writeWhole(json, found)))
        .orElse("null");
  }

  /** Writes one message. */
  public static String write(Message message) {
    return Json.object(json -> ConversationJson.write(json, message));
  }

  /** Writes the messages of a conversation, oldest first. */
  public static String write(Conversation conversation) {
    var all = new StringBuilder("[");
    for (var message : conversation.entries()) {
      all.append(all.length() > 1 ? "," : "").append(write(message));
    }
    return all.append(']').toString();
  }

  /** Writes why a call failed. */
  public static String writeFailure(String reason) {
    return Json.object(json -> json.writeStringField("message", reason));
  }
}
