package taskagent.domain.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an engine keeps what has ended (specification §13). Zero keeps it for ever.
 *
 * @param runs ended runs of a saga, from their end
 * @param tasks completed and cancelled tasks, from when they were closed
 * @param conversations idle conversations, from their last change
 * @param deadLetters events that no attempt could publish
 * @param audit entries of the audit, from when they were made
 * @param ids how long a removed task or run is remembered. Meanwhile its id cannot be used again
 */
public record Retention(
    Duration runs,
    Duration tasks,
    Duration conversations,
    Duration deadLetters,
    Duration audit,
    Duration ids) {

  /** The retention if nothing else is set. */
  public static final Retention DEFAULT =
      new Retention(
          Duration.ofDays(30),
          Duration.ofDays(365),
          Duration.ofDays(365),
          Duration.ofDays(30),
          Duration.ofDays(365),
          Duration.ofDays(365));

  /** Keeps everything for ever. */
  public static final Retention NONE =
      new Retention(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Returns since when entries of the audit are kept, at this moment. */
  public Instant auditSince(Instant now) {
    return audit.isZero() ? Instant.EPOCH : now.minus(audit);
  }
}
