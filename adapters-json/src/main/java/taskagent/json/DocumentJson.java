package taskagent.json;

import java.util.List;
import java.util.Optional;
import taskagent.domain.port.EventPublisher.Event;

/**
 * The JSON of an aggregate together with everything saved in the same document: its timeline, and
 * its events that may not be published yet.
 */
public final class DocumentJson {

  private static final int FORMAT = 1;

  /**
   * The content of such a document.
   *
   * @param state the JSON of the aggregate
   * @param timeline the JSON of its timeline, if it has one
   * @param outbox events that may not be published yet, oldest first
   */
  public record Document(String state, Optional<String> timeline, List<Event> outbox) {

    /** Copies the list, because the value must not change. */
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
            Events.write(json, event);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads a document.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Document read(String text) {
    var fields = Json.read(text).format("the document of an aggregate", FORMAT);
    return new Document(
        fields.json("state"), fields.maybeJson("timeline"), fields.list("outbox", Events::read));
  }
}
