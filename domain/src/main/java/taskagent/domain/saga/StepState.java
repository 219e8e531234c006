package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A step's line in the record of a saga.
 *
 * @param owed whether the step may have taken effect and so must be undone if the saga gives up:
 *     true from the moment it is issued (spec §4)
 * @param attempts tries at doing it so far
 * @param undoAttempts tries at undoing it so far
 * @param lastError what went wrong last
 * @param wakeAt when it is tried again, while it waits
 * @param putOff how long it was put off in all by {@link StepResult.NotNow}
 */
public record StepState(
    String name,
    Status status,
    boolean owed,
    int attempts,
    int undoAttempts,
    Optional<String> lastError,
    Optional<Instant> wakeAt,
    Duration putOff) {

  /** Where a step stands. */
  public enum Status {
    /** Not issued, or issued together with one before it that did not succeed. */
    PENDING,
    /** Issued; its result is not known yet. */
    RUNNING,
    /** Failed, and tried again at {@link #wakeAt}. */
    WAITING,
    /** Asked to be tried at {@link #wakeAt}. */
    PUT_OFF,
    DONE,
    /** Given up. */
    FAILED,
    /** Answered with no. */
    REFUSED,
    /** To be undone. */
    UNDO_PENDING,
    /** Its undoing is issued; the result is not known yet. */
    UNDOING,
    /** Its undoing failed, and is tried again at {@link #wakeAt}. */
    UNDO_WAITING,
    /** Its undoing asked to be tried at {@link #wakeAt}. */
    UNDO_PUT_OFF,
    UNDONE,
    /** Its undoing is given up. */
    UNDO_FAILED;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The status with this name on the wire. */
    public static Status ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  static StepState pending(String name) {
    return new StepState(
        name, Status.PENDING, false, 0, 0, Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  /** Whether its result is awaited. */
  boolean inFlight() {
    return status == Status.RUNNING || status == Status.UNDOING;
  }

  StepState to(Status next) {
    return new StepState(
        name, next, owed, attempts, undoAttempts, lastError, Optional.empty(), putOff);
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
        putOff);
  }

  /** The saga gives up: what may have happened is to be undone, with tries of its own. */
  StepState toBeUndone() {
    return new StepState(
        name,
        Status.UNDO_PENDING,
        owed,
        attempts,
        undoAttempts,
        lastError,
        Optional.empty(),
        Duration.ZERO);
  }

  StepState undoIssued() {
    return new StepState(
        name,
        Status.UNDOING,
        owed,
        attempts,
        undoAttempts + 1,
        lastError,
        Optional.empty(),
        putOff);
  }

  /** Takes the try back that was counted when the step was issued. */
  StepState notTried(Status next) {
    boolean undoing = status == Status.UNDOING;
    return new StepState(
        name,
        next,
        owed,
        attempts - (undoing ? 0 : 1),
        undoAttempts - (undoing ? 1 : 0),
        lastError,
        Optional.empty(),
        putOff);
  }

  StepState error(String error) {
    return new StepState(
        name, status, owed, attempts, undoAttempts, Optional.of(error), wakeAt, putOff);
  }

  StepState until(Instant time) {
    return new StepState(
        name, status, owed, attempts, undoAttempts, lastError, Optional.of(time), putOff);
  }

  StepState putOffBy(Duration more) {
    return new StepState(
        name, status, owed, attempts, undoAttempts, lastError, wakeAt, putOff.plus(more));
  }
}
