package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import taskagent.domain.conversation.Exchange;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Run;
import taskagent.domain.saga.SagaState;
import taskagent.domain.task.TaskEvent;

/** Creates the published events (specification §6). The id of an event derives from its change. */
public final class Events {

  /**
   * A received event.
   *
   * @param traceparent the trace that it belongs to, if there is one
   */
  public record Delivered(Event event, Optional<String> traceparent) {}

  /**
   * The place of an event among those of its task or user.
   *
   * @param of what the order is about; the same for all its events
   * @param number rises with each event
   * @param previous the number of the event before it; 0 if it is the first
   * @param previousId the id of the event before it
   */
  public record Position(String of, long number, long previous, String previousId) {}

  private static final String CONVERSATION = "conversation/";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private Events() {}

  /** Returns the event of a change of a task. */
  public static Event of(TaskEvent change) {
    return new Event(
        change.task() + "/" + change.version(),
        EventPublisher.TASK_EVENTS,
        "task." + change.type().wireName(),
        change.task().value(),
        change.at(),
        TaskEventJson.write(change));
  }

  /** Returns the event of an exchange. */
  public static Event of(UserId user, Exchange exchange) {
    var time = exchange.reply().timestamp();
    return new Event(
        CONVERSATION
            + user
            + "/"
            + exchange.reply().seq(), // a task and a user can have the same id
        EventPublisher.CONVERSATION_EVENTS,
        "conversation.updated",
        user.value(),
        time,
        Json.object(
            json -> {
              json.writeStringField("event_type", "conversation.updated");
              json.writeStringField("user_id", user.value());
              json.writeObjectFieldStart("user_message");
              ConversationJson.write(json, exchange.question());
              json.writeEndObject();
              json.writeObjectFieldStart("assistant_message");
              ConversationJson.write(json, exchange.reply());
              json.writeEndObject();
              Json.instant(json, "timestamp", time);
            }));
  }

  /** Returns the event of the end of a run, if there is one. */
  public static Optional<Event> ended(Run run, SagaState end) {
    return run instanceof WorkflowRun task
        ? WorkflowResult.of(task, end)
            .filter(result -> result.status().compensated())
            .map(result -> compensated(task, result, end.updatedAt()))
        : Optional.empty();
  }

  /** Returns the event of a saga that compensated its steps, or tried to. */
  static Event compensated(WorkflowRun run, WorkflowResult result, Instant time) {
    return new Event(
        run.id() + "/compensated",
        EventPublisher.TASK_EVENTS,
        "saga.compensated",
        run.request().taskId().value(),
        time,
        Json.object(
            json -> {
              json.writeStringField("event_type", "saga.compensated");
              json.writeStringField("workflow_id", run.id().value());
              json.writeStringField("task_id", run.request().taskId().value());
              json.writeStringField("status", result.status().wireName());
              json.writeStringField("message", result.message());
              Json.instant(json, "timestamp", time);
            }));
  }

  /**
   * Returns the place of an event in its order; empty if it has none, as the end of a saga. The
   * number of a task's event is the version of the task, that of an exchange is the number of its
   * reply, and each exchange has two messages.
   */
  public static Optional<Position> position(Event event) {
    var subject = event.subject();
    return event.type().startsWith("task.")
        ? position("task-" + subject, event.id(), subject + "/", 1)
        : position("chat-" + subject, event.id(), CONVERSATION + subject + "/", 2);
  }

  private static Optional<Position> position(String of, String id, String prefix, int step) {
    var digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
    if (!NUMBER.matcher(digits).matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(digits);
    long previous = Math.max(0, number - step);
    return Optional.of(new Position(of, number, previous, prefix + previous));
  }

  /** Writes an event as a CloudEvent 1.0 in structured JSON. */
  public static String cloudEvent(Event event) {
    return cloudEvent(event, _ -> {});
  }

  /** Writes an event that waits for its next attempt, with what was done so far. */
  public static String cloudEvent(Event event, EventAttempts attempts) {
    return cloudEvent(event, attempts::write);
  }

  static String cloudEvent(Event event, Json.Body extensions) {
    return Json.object(
        json -> {
          json.writeStringField("specversion", "1.0");
          json.writeStringField("id", event.id());
          json.writeStringField("source", "/taskagent");
          json.writeStringField("type", event.type());
          json.writeStringField("subject", event.subject());
          Json.instant(json, "time", event.time());
          json.writeStringField("datacontenttype", "application/json");
          extensions.to(json);
          json.writeFieldName("data");
          json.writeRawValue(event.data());
        });
  }

  /**
   * Reads an event from a CloudEvent in structured JSON.
   *
   * @param topic the topic that it was received from
   * @throws UnreadableDocument if it is not an event of this project
   */
  public static Delivered ofCloudEvent(String topic, String text) {
    var fields = Json.read(text);
    return new Delivered(
        new Event(
            fields.text("id"),
            topic,
            fields.text("type"),
            fields.text("subject"),
            fields.instant("time"),
            fields.json("data")),
        fields.maybeText("traceparent").filter(trace -> !trace.isEmpty()));
  }

  /**
   * Reads what was done so far to deliver an event that waits.
   *
   * @throws UnreadableDocument if it is not an event of this project
   */
  public static EventAttempts attempts(String text) {
    return EventAttempts.read(Json.read(text));
  }

  /** Writes the fields of an event for a document. */
  static void write(JsonGenerator json, Event event) throws IOException {
    json.writeStringField("id", event.id());
    json.writeStringField("topic", event.topic());
    json.writeStringField("type", event.type());
    json.writeStringField("subject", event.subject());
    Json.instant(json, "time", event.time());
    json.writeFieldName("data");
    json.writeRawValue(event.data());
  }

  /** Reads an event from a document. */
  static Event read(Fields fields) {
    return new Event(
        fields.text("id"),
        fields.text("topic"),
        fields.text("type"),
        fields.text("subject"),
        fields.instant("time"),
        fields.json("data"));
  }
}
