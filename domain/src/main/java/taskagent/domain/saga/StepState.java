package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of one step of a saga.
 *
 * @param owed true if the step may have taken effect, so that the saga must compensate it when it
 *     gives up; true from the moment the step is issued (specification §4)
 * @param attempts the number of attempts at the step so far
 * @param undoAttempts the number of attempts at its compensation so far
 * @param lastError the last error
 * @param wakeAt the time of the next attempt, while the step waits
 * @param putOff how long {@link StepResult.NotNow} has postponed the step in total
 * @param unanswered true if the answer to an earlier attempt was lost
 */
public record StepState(
    String name,
    Status status,
    boolean owed,
    int attempts,
    int undoAttempts,
    Optional<String> lastError,
    Optional<Instant> wakeAt,
    Duration putOff,
    boolean unanswered) {

  /** The status of a step. */
  public enum Status {
    /** Not issued, or issued together with an earlier step that did not succeed. */
    PENDING,
    /** Issued; the result is not known yet. */
    RUNNING,
    /** Failed; retried at {@link #wakeAt}. */
    WAITING,
    /** Postponed until {@link #wakeAt}. */
    PUT_OFF,
    /** Succeeded. */
    DONE,
    /** Failed for good. */
    FAILED,
    /** Refused. */
    REFUSED,
    /** The compensation is pending. */
    UNDO_PENDING,
    /** The compensation is issued; the result is not known yet. */
    UNDOING,
    /** The compensation failed; retried at {@link #wakeAt}. */
    UNDO_WAITING,
    /** The compensation is postponed until {@link #wakeAt}. */
    UNDO_PUT_OFF,
    /** Compensated. */
    UNDONE,
    /** The compensation failed for good. */
    UNDO_FAILED;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the status with this wire name. */
    public static Status ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  static StepState pending(String name) {
    return new StepState(
        name,
        Status.PENDING,
        false,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false);
  }

  /** Returns true if the result is not known yet. */
  boolean inFlight() {
    return status == Status.RUNNING || status == Status.UNDOING;
  }

  StepState to(Status next) {
    return with(next, attempts, undoAttempts);
  }

  StepState issued() {
    return new StepState(
        name,
        Status.RUNNING,
        true,
        attempts + 1,
        undoAttempts,
        lastError,
        Optional.empty(),
        putOff,
        unanswered);
  }

  /** Marks the step for compensation, which has its own attempts. */
  StepState toBeUndone() {
    return new StepState(
        name,
        Status.UNDO_PENDING,
        owed,
        attempts,
        undoAttempts,
        lastError,
        Optional.empty(),
        Duration.ZERO,
        false);
  }

  StepState undoIssued() {
    return with(Status.UNDOING, attempts, undoAttempts + 1);
  }

  /** Removes the attempt that was counted when the step was issued. */
  StepState notTried(Status next) {
    return status == Status.UNDOING
        ? with(next, attempts, undoAttempts - 1)
        : with(next, attempts - 1, undoAttempts);
  }

  private StepState with(Status next, int tries, int undoTries) {
    return new StepState(
        name, next, owed, tries, undoTries, lastError, Optional.empty(), putOff, unanswered);
  }

  StepState error(String error) {
    return new StepState(
        name, status, owed, attempts, undoAttempts, Optional.of(error), wakeAt, putOff, unanswered);
  }

  StepState until(Instant time) {
    return new StepState(
        name,
        status,
        owed,
        attempts,
        undoAttempts,
        lastError,
        Optional.of(time),
        putOff,
        unanswered);
  }

  StepState putOffBy(Duration more) {
    return new StepState(
        name,
        status,
        owed,
        attempts,
        undoAttempts,
        lastError,
        wakeAt,
        putOff.plus(more),
        unanswered);
  }

  StepState withoutAnswer() {
    return new StepState(
        name, status, owed, attempts, undoAttempts, lastError, wakeAt, putOff, true);
  }
}
