package taskagent.json;

import java.time.Instant;
import java.util.Optional;

/** The JSON of the memory that something was removed. */
public final class RemovalJson {

  private static final int FORMAT = 1;

  /**
   * A removal.
   *
   * @param at its time, which may still come
   * @param nextSeq the number of the next message, if a conversation was removed
   */
  public record Removal(Instant at, Optional<Long> nextSeq) {}

  private RemovalJson() {}

  /** Writes a removal. */
  public static String write(Removal removal) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          Json.instant(json, "at", removal.at());
          if (removal.nextSeq().isPresent()) {
            json.writeNumberField("next_seq", removal.nextSeq().get());
          }
        });
  }

  /**
   * Reads a removal.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Removal read(String text) {
    var fields = Json.read(text).format("a removal", FORMAT);
    return new Removal(fields.instant("at"), fields.maybeNumber("next_seq"));
  }
}
