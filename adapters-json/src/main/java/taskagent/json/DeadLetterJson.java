package taskagent.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import taskagent.domain.port.DeadLetters.DeadLetter;
import taskagent.domain.port.EventPublisher.Event;

/**
 * The JSON of dead letters on Dapr: in their topic, in the store, and in the index of the store.
 */
public final class DeadLetterJson {

  /** The type of a dead letter that could not be read as an event. */
  public static final String UNREADABLE = "unreadable";

  private static final int FORMAT = 1;

  private static final String DEAD_AT = "deadat";
  private static final String ATTEMPTS = "attempts";
  private static final String REASON = "reason";
  private static final String TEXT = "text";

  /**
   * An entry of the index.
   *
   * @param event the id of the event; empty if the letter was replayed or deleted
   */
  public record Entry(Optional<String> event, Instant deadAt) {

    /** Returns the entry of a letter that was replayed or deleted. */
    public Entry gone() {
      return new Entry(Optional.empty(), deadAt);
    }
  }

  private DeadLetterJson() {}

  /** Writes an event that is given up, for the dead-letter topic. */
  public static String cloudEvent(Event event, Instant deadAt, int attempts, String reason) {
    return Events.cloudEvent(
        event,
        json -> {
          Json.instant(json, DEAD_AT, deadAt);
          json.writeNumberField(ATTEMPTS, attempts);
          json.writeStringField(REASON, EventAttempts.shortened(reason));
        });
  }

  /**
   * Reads what arrived from a dead-letter topic. What cannot be read as an event becomes a letter
   * that has it as text.
   *
   * @param number of the letter
   * @param topic the topic on which the event was published
   * @param now when it died, if the message does not say so
   */
  public static DeadLetter ofCloudEvent(long number, String topic, String text, Instant now) {
    try {
      var fields = Json.read(text);
      return new DeadLetter(
          number,
          Events.ofCloudEvent(topic, text).event(),
          fields.maybeInstant(DEAD_AT).orElse(now),
          fields.maybeCount(ATTEMPTS).orElse(0),
          fields.maybeText(REASON).orElse("unknown"));
    } catch (UnreadableDocument e) {
      return unreadable(number, topic, text, now, String.valueOf(e.getMessage()));
    }
  }

  private static DeadLetter unreadable(
      long number, String topic, String text, Instant now, String why) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var id = "unreadable-" + UUID.nameUUIDFromBytes(bytes); // the same if it is delivered again
    var data = Json.object(json -> json.writeStringField(TEXT, text));
    return new DeadLetter(number, new Event(id, topic, UNREADABLE, "", now, data), now, 0, why);
  }

  /** Returns what arrived, if a letter could not be read as an event. */
  public static Optional<String> unreadableText(DeadLetter letter) {
    return letter.event().type().equals(UNREADABLE)
        ? Json.read(letter.event().data()).maybeText(TEXT)
        : Optional.empty();
  }

  /** Writes a letter for the store. */
  public static String write(DeadLetter letter) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeObjectFieldStart("event");
          Events.write(json, letter.event());
          json.writeEndObject();
          Json.instant(json, "dead_at", letter.deadAt());
          json.writeNumberField(ATTEMPTS, letter.tries());
          json.writeStringField(REASON, letter.reason());
        });
  }

  /**
   * Reads a letter of the store.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static DeadLetter read(long number, String text) {
    var fields = Json.read(text).format("a dead letter", FORMAT);
    return new DeadLetter(
        number,
        Events.read(fields.object("event")),
        fields.instant("dead_at"),
        fields.count(ATTEMPTS),
        fields.text(REASON));
  }

  /** Writes a page of the index. */
  public static String writeIndex(List<Entry> entries) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("entries");
          for (var entry : entries) {
            json.writeStartObject();
            Json.optional(json, "event", entry.event());
            json.writeNumberField("at", entry.deadAt().toEpochMilli());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads a page of the index.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static List<Entry> readIndex(String text) {
    return Json.read(text)
        .format("a page of dead letters", FORMAT)
        .list(
            "entries",
            entry -> new Entry(entry.maybeText("event"), Instant.ofEpochMilli(entry.number("at"))));
  }
}
