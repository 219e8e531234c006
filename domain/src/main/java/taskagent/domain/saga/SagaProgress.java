package taskagent.domain.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepState.Status;

/** Something that an operator wants to know about a saga, derived from two of its states. */
public sealed interface SagaProgress {

  /** The saga began. */
  record Started() implements SagaProgress {}

  /**
   * An attempt at a step, or at its compensation, failed. A rejected request is no failure.
   *
   * @param attempt counts from 1
   * @param nextTry when the next attempt is due; empty if there is none
   */
  record StepFailed(
      String step, boolean compensating, int attempt, String error, Optional<Instant> nextTry)
      implements SagaProgress {}

  /** A step, or its compensation, waits without using up an attempt. */
  record PutOff(String step, String reason, Instant until) implements SagaProgress {}

  /** A step, or its compensation, had nothing to do. */
  record Skipped(String step, boolean compensating, String reason) implements SagaProgress {}

  /** The saga gave up and compensates at least one step. */
  record Compensating(String reason) implements SagaProgress {}

  /**
   * The saga ended.
   *
   * @param reason why it did not complete; empty if it did
   */
  record Ended(Outcome outcome, String reason) implements SagaProgress {}

  /**
   * Returns what happened between two states of one saga, in order.
   *
   * <p>If a saga's states are compared one after the other, each failed attempt, the start, the
   * compensation and the end are returned exactly once. There is one exception: a failed attempt at
   * a step that the saga compensates because it was cancelled at that moment. The states do not
   * tell this apart from an attempt that succeeded.
   *
   * @param before the earlier state; empty if there was none
   */
  static List<SagaProgress> between(Optional<SagaState> before, SagaState after) {
    var progress = new ArrayList<SagaProgress>();
    if (before.isEmpty()) {
      progress.add(new Started());
    }
    for (var step : after.steps()) {
      progress.addAll(forward(before, after, step));
    }
    if (after.cause().isPresent() && before.flatMap(SagaState::cause).isEmpty()) {
      if (after.steps().stream().anyMatch(step -> compensated(step.status()))) {
        progress.add(new Compensating(after.cause().get().reason()));
      }
    }
    for (var step : after.steps().reversed()) {
      progress.addAll(compensation(before, step));
    }
    if (after.outcome().isPresent() && before.flatMap(SagaState::outcome).isEmpty()) {
      progress.add(new Ended(after.outcome().get(), reason(after)));
    }
    return List.copyOf(progress);
  }

  private static List<SagaProgress> forward(
      Optional<SagaState> before, SagaState after, StepState step) {
    var earlier = line(before, step.name());
    int known = before.map(state -> failedAttempts(state, earlier)).orElse(0);
    var error = isCause(after, step) ? causeOf(after, step) : step.lastError().orElse("");
    var progress = failures(step, false, known, failedAttempts(after, step), error);
    if (step.status() == Status.PUT_OFF && !samePutOff(earlier, step)) {
      progress.add(putOff(step));
    }
    if (step.status() == Status.SKIPPED && earlier.status() != Status.SKIPPED) {
      progress.add(new Skipped(step.name(), false, step.skipped().orElse("")));
    }
    return progress;
  }

  private static List<SagaProgress> compensation(Optional<SagaState> before, StepState step) {
    var earlier = line(before, step.name());
    var error = step.lastError().orElse("");
    var progress =
        failures(step, true, failedCompensations(earlier), failedCompensations(step), error);
    if (step.status() == Status.UNDO_PUT_OFF && !samePutOff(earlier, step)) {
      progress.add(putOff(step));
    }
    if (step.status() == Status.UNDO_SKIPPED && earlier.status() != Status.UNDO_SKIPPED) {
      progress.add(new Skipped(step.name(), true, step.skipped().orElse("")));
    }
    return progress;
  }

  private static List<SagaProgress> failures(
      StepState step, boolean compensating, int known, int failed, String error) {
    var progress = new ArrayList<SagaProgress>();
    boolean waits =
        step.status() == (compensating ? Status.UNDO_WAITING : Status.WAITING)
            && step.wakeAt().isPresent();
    for (int attempt = known + 1; attempt <= failed; attempt++) {
      var next = waits && attempt == failed ? step.wakeAt() : Optional.<Instant>empty();
      progress.add(new StepFailed(step.name(), compensating, attempt, error, next));
    }
    return progress;
  }

  /** Returns how many attempts at the step itself are known to have failed. */
  private static int failedAttempts(SagaState state, StepState step) {
    boolean rejected =
        isCause(state, step)
            && state.cause().filter(c -> c.outcome() == Outcome.REJECTED).isPresent();
    return switch (step.status()) {
      case PENDING, WAITING, PUT_OFF, SKIPPED -> step.attempts();
      case RUNNING, STARTED, TO_CANCEL, CANCELLING, DONE -> step.attempts() - 1;
      case FAILED, REFUSED -> step.attempts() - (rejected ? 1 : 0);
      case UNDO_PENDING, UNDOING, UNDO_WAITING, UNDO_PUT_OFF, UNDONE, UNDO_SKIPPED, UNDO_FAILED ->
          step.attempts() - (isCause(state, step) && !rejected ? 0 : 1);
    };
  }

  /** Returns how many attempts at the step's compensation are known to have failed. */
  private static int failedCompensations(StepState step) {
    return switch (step.status()) {
      case PENDING, RUNNING, STARTED, WAITING, PUT_OFF, DONE, SKIPPED, FAILED, REFUSED -> 0;
      case TO_CANCEL, CANCELLING -> 0;
      case UNDO_PENDING, UNDO_WAITING, UNDO_PUT_OFF, UNDO_FAILED -> step.undoAttempts();
      case UNDOING, UNDONE, UNDO_SKIPPED -> step.undoAttempts() - 1;
    };
  }

  private static boolean compensated(Status status) {
    return switch (status) {
      case PENDING, RUNNING, STARTED, WAITING, PUT_OFF, DONE, SKIPPED, FAILED, REFUSED -> false;
      case TO_CANCEL, CANCELLING -> true;
      case UNDO_PENDING, UNDOING, UNDO_WAITING, UNDO_PUT_OFF -> true;
      case UNDONE, UNDO_SKIPPED, UNDO_FAILED -> true;
    };
  }

  private static boolean isCause(SagaState state, StepState step) {
    return state
        .cause()
        .filter(cause -> cause.outcome() != Outcome.CANCELLED)
        .filter(cause -> cause.reason().startsWith(step.name() + ": "))
        .isPresent();
  }

  private static String causeOf(SagaState state, StepState step) {
    return state
        .cause()
        .map(cause -> cause.reason().substring(step.name().length() + 2))
        .orElse("");
  }

  private static StepState line(Optional<SagaState> state, String step) {
    return state.stream()
        .flatMap(found -> found.steps().stream())
        .filter(line -> line.name().equals(step))
        .findFirst()
        .orElse(StepState.pending(step));
  }

  private static boolean samePutOff(StepState earlier, StepState step) {
    return earlier.status() == step.status() && earlier.putOff().equals(step.putOff());
  }

  private static PutOff putOff(StepState step) {
    return new PutOff(
        step.name(), step.lastError().orElse(""), step.wakeAt().orElse(Instant.EPOCH));
  }

  private static String reason(SagaState ended) {
    var reason = new StringBuilder(ended.cause().map(Cause::reason).orElse(""));
    for (var step : ended.steps().reversed()) {
      if (step.status() == Status.UNDO_FAILED) {
        reason
            .append("; ")
            .append(step.name())
            .append(" could not be compensated: ")
            .append(step.lastError().orElse("failed"));
      }
    }
    return reason.toString();
  }
}
