package taskagent.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as Dapr delivers several of them at once, and the answer to each. */
public final class DeliveriesJson {

  private DeliveriesJson() {}

  /**
   * One of them.
   *
   * @param entry by which it is answered
   * @param event a CloudEvent in structured JSON, or whatever else came
   * @param traceparent to which trace it belongs, if it is of any
   */
  public record Delivery(String entry, String event, Optional<String> traceparent) {}

  /**
   * Reads deliveries.
   *
   * @throws UnreadableDocument if there are none
   */
  public static List<Delivery> read(String text) {
    var entries = Json.tree(text).path("entries");
    if (!entries.isArray()) {
      throw Fields.missing("entries");
    }
    var deliveries = new ArrayList<Delivery>(entries.size());
    entries.forEach(entry -> deliveries.add(delivery(entry)));
    return deliveries;
  }

  private static Delivery delivery(JsonNode entry) {
    var event = entry.path("event");
    return new Delivery(
        entry.path("entryId").asText(),
        event.toString(),
        Optional.of(event.path("traceparent").asText()).filter(trace -> !trace.isEmpty()));
  }

  /**
   * Writes the answers to them.
   *
   * @param statuses what is to be done with each: {@code SUCCESS}, {@code RETRY} or {@code DROP}
   */
  public static String write(List<Delivery> deliveries, List<String> statuses) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("statuses");
          for (int i = 0; i < deliveries.size(); i++) {
            json.writeStartObject();
            json.writeStringField("entryId", deliveries.get(i).entry());
            json.writeStringField("status", statuses.get(i));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
