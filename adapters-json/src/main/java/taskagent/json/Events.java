package taskagent.json;

import java.time.Instant;
import java.util.Optional;
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
        "conversation/"
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

  /** Writes an event as a CloudEvent 1.0 in structured JSON. */
  public static String cloudEvent(Event event) {
    return Json.object(
        json -> {
          json.writeStringField("specversion", "1.0");
          json.writeStringField("id", event.id());
          json.writeStringField("source", "/taskagent");
          json.writeStringField("type", event.type());
          json.writeStringField("subject", event.subject());
          Json.instant(json, "time", event.time());
          json.writeStringField("datacontenttype", "application/json");
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
}
