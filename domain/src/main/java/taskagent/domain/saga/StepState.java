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
 * @param output what the step gave for later steps; only the id of a child run is part of the
 *     stored record, until the child has ended
 * @param template the name of the step in the definition, if an earlier step planned this one
 * @param planned what the step that planned this one gave it; not part of the stored record
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
    Optional<String> output,
    Optional<String> template,
    Optional<String> planned) {

  /** Creates the state of a step of the definition, without output. */
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The status of a step. */
  public enum Status {
    /** Not issued, or issued together with an earlier step that did not succeed. */
    PENDING,
    /** Issued; the result is not known yet. A step that only waits does so until wakeAt. */
    RUNNING,
    /** Its child run was started, and has not ended. */
    STARTED,
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
    /** The cancellation of its child run is issued; the result is not known yet. */
    TO_CANCEL,
    /** Its child run was cancelled, and has not ended. */
    CANCELLING,
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

  static StepState pending(Plan plan) {
    return pending(plan.name()).grown(Optional.of(plan.template()), Optional.of(plan.input()));
  }

  /** Returns the state of a step that was planned from this template, with this input. */
  public StepState grown(Optional<String> definition, Optional<String> input) {
    return new StepState(
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
        output,
        definition,
        input);
  }

  /** Returns the name of the step in the definition of the saga. */
  public String definition() {
    return template.orElse(name);
  }

  /** Returns true if somebody carries the step out, and the result is not known yet. */
  boolean inFlight() {
    return switch (status) {
      case RUNNING, UNDOING -> wakeAt.isEmpty();
      case TO_CANCEL -> true;
      default -> false;
    };
  }

  /** Returns true if its child run has not ended, as far as the saga knows. */
  public boolean alive() {
    return status == Status.STARTED || status == Status.TO_CANCEL || status == Status.CANCELLING;
  }

  /** Returns the state of a step with this child run. */
  public StepState withChild(Optional<String> child) {
    return with(skipped, child);
  }

  StepState started(Optional<String> child) {
    return to(Status.STARTED).with(skipped, child);
  }

  StepState cancelIssued() {
    return with(Status.TO_CANCEL, owed, attempts, 1);
  }

  StepState done(Optional<String> result) {
    return to(Status.DONE).with(skipped, result);
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
    int tries = status == Status.SKIPPED ? attempts + 1 : attempts;
    return with(Status.UNDO_PENDING, owed, tries, 0)
        .with(lastError, Optional.empty(), Duration.ZERO, false)
        .with(Optional.empty(), output);
  }

  StepState undoIssued() {
    return with(Status.UNDOING, owed, attempts, undoAttempts + 1);
  }

  /** Returns the state of a step that was issued, but certainly never sent. */
  StepState notIssued() {
    return with(Status.PENDING, false, attempts - 1, undoAttempts);
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
    return next.with(Optional.of(reason), output);
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
        output,
        template,
        planned);
  }

  private StepState with(Optional<String> why, Optional<String> result) {
    return new StepState(
        name,
        status,
        owed,
        attempts,
        undoAttempts,
        lastError,
        wakeAt,
        putOff,
        unanswered,
        why,
        result,
        template,
        planned);
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
        name,
        status,
        owed,
        attempts,
        undoAttempts,
        error,
        wake,
        postponed,
        lost,
        skipped,
        output,
        template,
        planned);
  }
}
