package taskagent.json;

import java.util.List;
import java.util.Optional;
import taskagent.domain.port.EventPublisher.Event;

/**
 * The written form of an aggregate together with all that is saved with it in one document: what
 * happened to it, and the events about it that may not be published yet.
 */
public final class DocumentJson {

  private static final int FORMAT = 1;

  /**
   * What is in such a document.
   *
   * @param state the aggregate, in its own written form
   * @param timeline what happened to it, in its own written form, if it has a timeline
   * @param outbox events that may not be published yet, oldest first
   */
  public record Document(String state, Optional<String> timeline, List<Event> outbox) {

    /** Copies the list, so that the value cannot change. */
    public Document {
      outbox = List.copyOf(outbox);
    }
  }

  private DocumentJson() {}

  /** Writes a document. */
  public static String write(Document document) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeFieldName("state");
          json.writeRawValue(document.state());
          if (document.timeline().isPresent()) {
            json.writeFieldName("timeline");
            json.writeRawValue(document.timeline().get());
          }
          json.writeArrayFieldStart("outbox");
          for (var event : document.outbox()) {
            json.writeStartObject();
            json.writeStringField("id", event.id());
            json.writeStringField("topic", event.topic());
            json.writeStringField("type", event.type());
            json.writeStringField("subject", event.subject());
            Json.instant(json, "time", event.time());
            json.writeFieldName("data");
            json.writeRawValue(event.data());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads a document.
   *
   * @throws UnreadableDocument if it is of another format, or damaged
   */
  public static Document read(String text) {
    var fields = Json.read(text).format("an aggregate's document", FORMAT);
    return new Document(
        fields.json("state"),
        fields.maybeJson("timeline"),
        fields.list(
            "outbox",
            event ->
                new Event(
                    event.text("id"),
                    event.text("topic"),
                    event.text("type"),
                    event.text("subject"),
                    event.instant("time"),
                    event.json("data"))));
  }
}
