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
 * @param putOff how long {@link Verdict.NotNow} has postponed the step in total
 * @param unanswered true if the answer to an earlier attempt was lost
 * @param skipped why the step or its compensation was skipped
 * @param output what the step gave for later steps; not part of the stored record
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
    boolean unanswered,
    Optional<String> skipped,
    Optional<String> output) {

  /** Creates the state of a step without output. */
  public StepState(
      String name,
      Status status,
      boolean owed,
      int attempts,
      int undoAttempts,
      Optional<String> lastError,
      Optional<Instant> wakeAt,
      Duration putOff,
      boolean unanswered,
      Optional<String> skipped) {
    this(
        name,
        status,
        owed,
        attempts,
        undoAttempts,
        lastError,
        wakeAt,
        putOff,
        unanswered,
        skipped,
        Optional.empty());
  }

  /** The status of a step. */
  public enum Status {
    /** Not issued, or issued together with an earlier step that did not succeed. */
    PENDING,
    /** Issued; the result is not known yet. A step that only waits does so until wakeAt. */
    RUNNING,
    /** Failed; retried at {@link #wakeAt}. */
    WAITING,
    /** Postponed until {@link #wakeAt}. */
    PUT_OFF,
    /** Succeeded. */
    DONE,
    /** Not done, because nothing was left to do. */
    SKIPPED,
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
    /** Not compensated, because nothing was left to compensate. */
    UNDO_SKIPPED,
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
        false,
        Optional.empty());
  }

  /** Returns true if somebody carries the step out, and the result is not known yet. */
  boolean inFlight() {
    return wakeAt.isEmpty() && (status == Status.RUNNING || status == Status.UNDOING);
  }

  StepState done(Optional<String> result) {
    return with(to(Status.DONE), result);
  }

  private static StepState with(StepState state, Optional<String> output) {
    return new StepState(
        state.name,
        state.status,
        state.owed,
        state.attempts,
        state.undoAttempts,
        state.lastError,
        state.wakeAt,
        state.putOff,
        state.unanswered,
        state.skipped,
        output);
  }

  StepState to(Status next) {
    return with(next, owed, attempts, undoAttempts);
  }

  StepState issued() {
    return with(Status.RUNNING, true, attempts + 1, undoAttempts);
  }

  /**
   * Marks the step for compensation, which has its own attempts. From now on an attempt that was
   * skipped counts like one that succeeded, so that the number of failures can be derived.
   */
  StepState toBeUndone() {
    return new StepState(
        name,
        Status.UNDO_PENDING,
        owed,
        status == Status.SKIPPED ? attempts + 1 : attempts,
        undoAttempts,
        lastError,
        Optional.empty(),
        Duration.ZERO,
        false,
        Optional.empty(),
        output);
  }

  StepState undoIssued() {
    return with(Status.UNDOING, owed, attempts, undoAttempts + 1);
  }

  /** Removes the attempt that was counted when the step was issued. */
  StepState notTried(Status next) {
    return status == Status.UNDOING
        ? with(next, owed, attempts, undoAttempts - 1)
        : with(next, owed, attempts - 1, undoAttempts);
  }

  /** Records that the step, or its compensation, had nothing to do. */
  StepState skipped(String reason) {
    var next = status == Status.UNDOING ? to(Status.UNDO_SKIPPED) : notTried(Status.SKIPPED);
    return new StepState(
        name,
        next.status,
        owed,
        next.attempts,
        undoAttempts,
        lastError,
        Optional.empty(),
        putOff,
        unanswered,
        Optional.of(reason),
        output);
  }

  private StepState with(Status next, boolean owes, int tries, int undoTries) {
    return new StepState(
        name,
        next,
        owes,
        tries,
        undoTries,
        lastError,
        Optional.empty(),
        putOff,
        unanswered,
        skipped,
        output);
  }

  StepState error(String error) {
    return with(Optional.of(error), wakeAt, putOff, unanswered);
  }

  StepState until(Instant time) {
    return with(lastError, Optional.of(time), putOff, unanswered);
  }

  StepState putOffBy(Duration more) {
    return with(lastError, wakeAt, putOff.plus(more), unanswered);
  }

  StepState withoutAnswer() {
    return with(lastError, wakeAt, putOff, true);
  }

  private StepState with(
      Optional<String> error, Optional<Instant> wake, Duration postponed, boolean lost) {
    return new StepState(
        name, status, owed, attempts, undoAttempts, error, wake, postponed, lost, skipped, output);
  }
}
