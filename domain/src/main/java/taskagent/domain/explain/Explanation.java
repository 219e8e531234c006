package taskagent.domain.explain;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import taskagent.domain.processing.Workflow;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.TaskSnapshot;

/**
 * Why a task is where it is: a sentence, and the same as data (specification §14).
 *
 * @param sentence one or two short sentences; without times, so that it changes only when the state
 *     does
 * @param since when this began, as far as the task and its run know
 * @param until when it changes by itself: the next attempt or the deadline
 * @param step the step that runs, waits or failed
 * @param attempt the number of the attempt that is being made or is next
 * @param of how many attempts the step, or its compensation, has
 * @param lastError what went wrong last
 * @param waitsFor who has to act; empty if the task is closed
 * @param actions what can be done about the task and its run now
 */
public record Explanation(
    String sentence,
    Kind kind,
    Instant since,
    Optional<Instant> until,
    Optional<String> step,
    OptionalInt attempt,
    OptionalInt of,
    Optional<String> lastError,
    Optional<WaitsFor> waitsFor,
    List<Action> actions) {

  /** What a task is doing. */
  public enum Kind {
    /** A step of the saga runs. */
    STEP_RUNS,
    /** A step failed and will be retried. */
    STEP_WAITS,
    /** What a step needs is unavailable. This uses up no attempt. */
    STEP_PUT_OFF,
    /** The saga compensates its steps. */
    COMPENSATING,
    /** A compensation failed for good. */
    COMPENSATION_FAILED,
    /** The request was invalid. */
    REJECTED,
    /** The saga failed or was cancelled, and its steps were compensated. */
    COMPENSATED,
    /** A defect stopped the saga. */
    STOPPED,
    /** Nobody is assigned. */
    UNASSIGNED,
    /** The assignee has not started. */
    ASSIGNED,
    /** The assignee works on it. */
    IN_PROGRESS,
    /** The deadline passed. */
    OVERDUE,
    /** The task is done. */
    COMPLETED,
    /** The task was cancelled. */
    CANCELLED;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who has to act. */
  public enum WaitsFor {
    /** The agent itself. */
    SYSTEM,
    /** The assignee of the task. */
    ASSIGNEE,
    /** Somebody who operates the agent. */
    OPERATOR,
    /** The client who asked for the task. */
    USER;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can be done about a task. */
  public enum Action {
    ASSIGN,
    START,
    COMPLETE,
    CANCEL,
    SET_DEADLINE,
    /** Cancel the run, which then compensates its steps. */
    CANCEL_WORKFLOW,
    /** Begin another run for the task. */
    RETRY_WORKFLOW,
    /** Try at once what the run waits to try. */
    RETRY_NOW;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the list. */
  public Explanation {
    actions = List.copyOf(actions);
  }

  /**
   * Explains a task.
   *
   * @param task the task; empty if it was not created yet
   * @param run the newest run for the task; empty if there is none, or if it was removed
   * @return empty if there is neither
   */
  public static Optional<Explanation> of(Optional<TaskSnapshot> task, Optional<Workflow> run) {
    return RunExplained.of(task, run).or(() -> task.map(found -> TaskExplained.of(found, run)));
  }

  /** Returns an explanation that waits for the agent itself. */
  static Explanation of(String sentence, Kind kind, Instant since, List<Action> actions) {
    return new Explanation(
        sentence,
        kind,
        since,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.of(WaitsFor.SYSTEM),
        actions);
  }

  /** Returns the explanation with a step, its attempt, and its last error. */
  Explanation at(StepState about, int number, int attempts) {
    return new Explanation(
        sentence,
        kind,
        since,
        about.wakeAt(),
        Optional.of(about.name()),
        OptionalInt.of(number),
        OptionalInt.of(attempts),
        about.lastError(),
        waitsFor,
        actions);
  }

  Explanation waitingFor(WaitsFor who) {
    return waitingFor(Optional.of(who));
  }

  Explanation waitingFor(Optional<WaitsFor> who) {
    return new Explanation(
        sentence, kind, since, until, step, attempt, of, lastError, who, actions);
  }

  Explanation until(Optional<Instant> time) {
    return new Explanation(
        sentence, kind, since, time, step, attempt, of, lastError, waitsFor, actions);
  }
}
