package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepState.Status;

/**
 * Judges what an attempt at a step came to: whether it is retried, and whether the saga goes on.
 */
final class Judge {

  private final Saga<?> saga;
  private final Growth growth;
  private final Children children;

  Judge(Saga<?> saga) {
    this.saga = saga;
    this.growth = new Growth(saga);
    this.children = new Children(saga);
  }

  /**
   * The new state of a step.
   *
   * @param cause why the saga gives up, if it does
   * @param plans the steps that are added behind it
   */
  record Judged(StepState step, Optional<Cause> cause, List<Plan> plans) {
    Judged(StepState step) {
      this(step, Optional.empty(), List.of());
    }

    /** Returns true if the saga gives up because the request is invalid. */
    boolean rejects() {
      return cause.filter(why -> why.outcome() == Outcome.REJECTED).isPresent();
    }

    /** Returns true if the saga waits for the next attempt. */
    boolean waits() {
      return step.wakeAt().isPresent();
    }
  }

  /** Rounds up to milliseconds, the unit of the stored state, so that no attempt comes early. */
  static Duration wholeMillis(Duration wait) {
    return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
  }

  Judged judge(SagaState state, StepState step, Verdict verdict, Instant now) {
    if (step.status() == Status.TO_CANCEL) { // one that was not cancelled is issued again
      return new Judged(verdict.goesOn() ? step.to(Status.CANCELLING) : step);
    }
    return switch (verdict) {
      case Verdict.Done(var output, var plans) ->
          growth
              .refused(state, step, plans)
              .map(why -> givenUp(state, step.error(why), Outcome.FAILED, Status.FAILED))
              .orElseGet(() -> done(state, step, output, plans));
      case Verdict.Skipped(var reason) -> new Judged(step.skipped(reason));
      case Verdict.Rejected(var issues) ->
          givenUp(state, step.error(String.join("; ", issues)), Outcome.REJECTED, Status.FAILED);
      case Verdict.Refused(var reason) ->
          givenUp(state, step.error(reason), Outcome.FAILED, Status.REFUSED);
      case Verdict.Failed failed -> failed(state, step, failed, now);
      case Verdict.NotNow notNow -> putOff(state, step, notNow, now);
    };
  }

  private Judged done(SagaState state, StepState step, Optional<String> output, List<Plan> plans) {
    if (forward(state)) {
      var done = children.starts(step) ? step.started(output) : step.done(output);
      return new Judged(done, Optional.empty(), plans);
    }
    if (!plans.isEmpty()) {
      throw new SagaDefect("the compensation of " + step.name() + " plans steps");
    }
    return new Judged(step.to(Status.UNDONE));
  }

  private Judged failed(SagaState state, StepState before, Verdict.Failed failed, Instant now) {
    var answered = before.error(failed.error());
    var step = failed.unanswered() ? answered.withoutAnswer() : answered;
    var policy = saga.step(step.definition()).retry(forward(state) ? Mode.DO : Mode.UNDO);
    int attempt = forward(state) ? step.attempts() : step.undoAttempts();
    if (!failed.transientError() || attempt >= policy.attempts()) {
      return failedForGood(state, step);
    }
    var waiting = step.to(forward(state) ? Status.WAITING : Status.UNDO_WAITING);
    return new Judged(waiting.until(now.plus(policy.waitAfter(attempt))));
  }

  private Judged putOff(SagaState state, StepState before, Verdict.NotNow notNow, Instant now) {
    var step = before.error(notNow.reason());
    var left = SagaMachine.PUT_OFF_AT_MOST.minus(step.putOff());
    if (left.isNegative() || left.isZero()) {
      return failedForGood(state, step);
    }
    var wanted = Duration.between(now, notNow.tryAt());
    var least = SagaMachine.PUT_OFF_AT_LEAST;
    var longEnough = wanted.compareTo(least) < 0 ? least : wanted;
    var wait = wholeMillis(longEnough.compareTo(left) > 0 ? left : longEnough);
    var off = step.notTried(forward(state) ? Status.PUT_OFF : Status.UNDO_PUT_OFF);
    return new Judged(off.putOffBy(wait).until(now.plus(wait)));
  }

  private Judged failedForGood(SagaState state, StepState step) {
    return forward(state) && saga.step(step.definition()).optional()
        ? new Judged(step.to(Status.FAILED))
        : givenUp(state, step, Outcome.FAILED, Status.FAILED);
  }

  private static Judged givenUp(
      SagaState state, StepState step, Outcome outcome, Status forwardStatus) {
    var reason = step.name() + ": " + step.lastError().orElse("failed");
    return forward(state)
        ? new Judged(step.to(forwardStatus), Optional.of(new Cause(outcome, reason)), List.of())
        : new Judged(step.to(Status.UNDO_FAILED));
  }

  private static boolean forward(SagaState state) {
    return state.phase() == Phase.FORWARD;
  }
}
