package taskagent.json;

import java.time.Instant;

/** The JSON of how far the events of a task or user were handed to the receiver, in their order. */
public final class HandedOnJson {

  private static final int FORMAT = 1;

  /**
   * How far they were handed on.
   *
   * @param number that of the last event that was delivered or given up; 0 for none
   * @param time the latest time of these events
   * @param movedAt when an event was last delivered, given up or attempted
   */
  public record HandedOn(long number, Instant time, Instant movedAt) {}

  private HandedOnJson() {}

  /** Writes a document. */
  public static String write(HandedOn handed) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeNumberField("number", handed.number());
          json.writeNumberField("time", handed.time().toEpochMilli());
          json.writeNumberField("moved_at", handed.movedAt().toEpochMilli());
        });
  }

  /**
   * Reads a document.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static HandedOn read(String text) {
    var fields = Json.read(text).format("the order of events", FORMAT);
    return new HandedOn(
        fields.number("number"),
        Instant.ofEpochMilli(fields.number("time")),
        Instant.ofEpochMilli(fields.number("moved_at")));
  }
}
