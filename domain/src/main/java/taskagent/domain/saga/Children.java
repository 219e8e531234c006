package taskagent.domain.saga;

import java.util.Optional;
import java.util.stream.IntStream;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepState.Status;

/** How the steps of a saga change that start child runs. */
final class Children {

  private final Saga<?> saga;

  Children(Saga<?> saga) {
    this.saga = saga;
  }

  boolean starts(StepState step) {
    return saga.step(step.definition()).act() instanceof Act.Child;
  }

  /** Returns true if a child runs, as far as the saga knows. */
  static boolean alive(SagaState state) {
    return state.steps().stream().anyMatch(StepState::alive);
  }

  /**
   * Issues the starts of children that stand in a row, as many as may run at once.
   *
   * @param open the indexes of the steps that are not settled
   * @param atOnce how many children run at once at most
   */
  SagaState start(SagaState state, int[] open, int atOnce) {
    var row = IntStream.of(open).takeWhile(i -> starts(state.steps().get(i))).toArray();
    long busy =
        IntStream.of(row)
            .mapToObj(state.steps()::get)
            .filter(step -> step.alive() || step.inFlight())
            .count();
    var next = state;
    for (int i : row) {
      var step = state.steps().get(i);
      if (busy < atOnce && !step.alive() && !step.inFlight()) {
        next = next.with(i, step.issued());
        busy++;
      }
    }
    return next;
  }

  /** Returns a step that starts a child, for a saga that gives up. */
  StepState givenUp(StepState step) {
    return switch (step.status()) {
      case STARTED -> step.cancelIssued();
      case DONE -> undone(step);
      case RUNNING -> step.notTried(Status.PENDING); // the start was not carried out yet
      case WAITING, PUT_OFF -> step.to(Status.FAILED);
      default -> step;
    };
  }

  private StepState undone(StepState completed) {
    boolean undo = saga.step(completed.definition()).compensation().isPresent();
    return undo ? completed.toBeUndone() : completed;
  }

  /** What the end of a child changes: its step, and the cause if the saga gives up. */
  record Change(int index, StepState step, Optional<Cause> cause) {}

  /** Returns what the end of a child changes; empty if it is known already. */
  Optional<Change> ended(SagaState state, SagaInput.ChildEnded end) {
    return IntStream.range(0, state.steps().size())
        .filter(i -> state.steps().get(i).alive())
        .filter(i -> state.steps().get(i).output().equals(Optional.of(end.run())))
        .mapToObj(i -> changed(i, state.steps().get(i), end))
        .findFirst();
  }

  private Change changed(int index, StepState step, SagaInput.ChildEnded end) {
    boolean cancelled = step.status() != Status.STARTED;
    if (end.outcome() == Outcome.COMPLETED) {
      var done = step.to(Status.DONE);
      return new Change(index, cancelled ? undone(done) : done, Optional.empty());
    }
    var failed = step.error("child " + end.run() + " ended as " + end.outcome().wireName());
    boolean parked = end.outcome() == Outcome.COMPENSATION_FAILED;
    if (cancelled) {
      var undone = parked ? failed.to(Status.UNDO_FAILED) : step.to(Status.UNDONE);
      return new Change(index, undone, Optional.empty());
    }
    if (saga.step(step.definition()).optional()) {
      return new Change(index, failed.to(Status.FAILED), Optional.empty());
    }
    var reason = step.name() + ": " + failed.lastError().orElse("");
    return new Change(
        index,
        failed.to(parked ? Status.UNDO_FAILED : Status.FAILED),
        Optional.of(new Cause(Outcome.FAILED, reason)));
  }
}
