package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import taskagent.domain.engine.EventPolicy;

/**
 * What was done so far to deliver an event that waits. It travels with the event, as extension
 * attributes of its CloudEvent.
 *
 * @param made how many attempts the receiver refused
 * @param waited the sum of the waits between them
 * @param due when the next attempt is made; empty for at once
 * @param heldSince since when it waits for an earlier event of its task or user, if it does
 * @param reason why the last attempt failed; empty if none was made
 * @param replayed true if an operator had it published again. Then it has no place in the order
 */
public record EventAttempts(
    int made,
    Duration waited,
    Optional<Instant> due,
    Optional<Instant> heldSince,
    String reason,
    boolean replayed) {

  /** Nothing was done so far. */
  public static final EventAttempts NONE =
      new EventAttempts(0, Duration.ZERO, Optional.empty(), Optional.empty(), "", false);

  /** The attempts of a dead letter that an operator has published again: none so far. */
  public static final EventAttempts REPLAYED =
      new EventAttempts(0, Duration.ZERO, Optional.empty(), Optional.empty(), "", true);

  private static final int REASON_AT_MOST = 200;

  private static final String MADE = "attempts";
  private static final String WAITED = "waitedms";
  private static final String DUE = "due";
  private static final String HELD = "heldsince";
  private static final String REASON = "reason";
  private static final String REPLAY = "replayed";

  /** Returns the attempts after one more was refused. The policy says when the next one is due. */
  public EventAttempts refused(EventPolicy policy, Instant now, double jitter, String why) {
    var wait = policy.wait(made + 1, waited, jitter);
    return new EventAttempts(
        made + 1,
        waited.plus(wait),
        Optional.of(now.plus(wait)),
        Optional.empty(),
        shortened(why),
        replayed);
  }

  /** Returns the attempts of an event that waits for an earlier one. */
  public EventAttempts held(Instant now) {
    var since = Optional.of(heldSince.orElse(now));
    return new EventAttempts(made, waited, due, since, reason, replayed);
  }

  /**
   * Returns true if the next attempt is due. It is never further away than its wait, even if the
   * clock was set back.
   */
  public boolean isDue(Instant now, Duration longestWait) {
    return due.filter(at -> now.isBefore(at) && !now.plus(longestWait).isBefore(at)).isEmpty();
  }

  /** Returns the beginning of a reason, because it is stored with the event. */
  static String shortened(String why) {
    return why.substring(0, Math.min(why.length(), REASON_AT_MOST));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField(MADE, made);
    json.writeNumberField(WAITED, waited.toMillis());
    Json.optional(json, DUE, due);
    Json.optional(json, HELD, heldSince);
    json.writeStringField(REASON, reason);
    Json.onlyIf(json, REPLAY, replayed);
  }

  /** An event that an older version set aside has none of the fields. */
  static EventAttempts read(Fields fields) {
    return new EventAttempts(
        fields.maybeCount(MADE).orElse(0),
        fields.maybeNumber(WAITED).map(Duration::ofMillis).orElse(Duration.ZERO),
        fields.maybeInstant(DUE),
        fields.maybeInstant(HELD),
        fields.maybeText(REASON).orElse(""),
        fields.maybeFlag(REPLAY).orElse(false));
  }
}
