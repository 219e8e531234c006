package taskagent.domain.explain;

import java.util.Optional;
import taskagent.domain.processing.Workflow;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepState;

/**
 * The step that a run is at: the one that runs, waits, or made it fail.
 *
 * @param attempts how often it, or its compensation, was attempted
 * @param waitingFor why its next attempt is delayed: {@code retry} or {@code not_now}
 */
public record RunStep(String name, int attempts, Optional<String> waitingFor) {

  /** Returns the step of a run; empty if all steps are done, or if none made it fail. */
  public static Optional<RunStep> of(Workflow run) {
    var state = run.state();
    return switch (state.phase()) {
      case FORWARD -> current(state).map(step -> at(step, step.attempts()));
      case COMPENSATING -> compensated(state).map(step -> at(step, step.undoAttempts()));
      case ENDED ->
          notCompensated(state)
              .map(step -> at(step, step.undoAttempts()))
              .or(
                  () ->
                      state
                          .cause()
                          .flatMap(cause -> failed(state, cause))
                          .map(step -> at(step, step.attempts())));
    };
  }

  private static RunStep at(StepState step, int attempts) {
    return new RunStep(step.name(), attempts, waitingFor(step));
  }

  /** Returns why the next attempt at a step or its compensation is delayed. */
  public static Optional<String> waitingFor(StepState step) {
    return switch (step.status()) {
      case WAITING, UNDO_WAITING -> Optional.of("retry");
      case PUT_OFF, UNDO_PUT_OFF -> Optional.of("not_now");
      case PENDING, RUNNING, STARTED, DONE, SKIPPED, FAILED, REFUSED -> Optional.empty();
      case TO_CANCEL, CANCELLING -> Optional.empty();
      case UNDO_PENDING, UNDOING, UNDONE, UNDO_SKIPPED, UNDO_FAILED -> Optional.empty();
    };
  }

  /** Returns the step that is in progress, or is next: all before it are done. */
  static Optional<StepState> current(SagaState state) {
    return state.steps().stream()
        .filter(
            step ->
                step.status() != StepState.Status.DONE && step.status() != StepState.Status.SKIPPED)
        .findFirst();
  }

  /** Returns the step whose compensation is in progress, or is next. They run in reverse. */
  static Optional<StepState> compensated(SagaState state) {
    return state.steps().reversed().stream()
        .filter(
            step ->
                switch (step.status()) {
                  case TO_CANCEL, CANCELLING -> true;
                  case UNDO_PENDING, UNDOING, UNDO_WAITING, UNDO_PUT_OFF -> true;
                  case PENDING, RUNNING, STARTED, WAITING, PUT_OFF -> false;
                  case DONE, SKIPPED, FAILED, REFUSED -> false;
                  case UNDONE, UNDO_SKIPPED, UNDO_FAILED -> false;
                })
        .findFirst();
  }

  /** Returns the first step whose compensation failed. */
  static Optional<StepState> notCompensated(SagaState state) {
    return state.steps().stream()
        .filter(step -> step.status() == StepState.Status.UNDO_FAILED)
        .findFirst();
  }

  /** Returns the step that made the saga give up. The reason begins with its name. */
  static Optional<StepState> failed(SagaState state, Cause cause) {
    return state.steps().stream()
        .filter(step -> cause.reason().startsWith(step.name() + ":"))
        .findFirst();
  }
}
