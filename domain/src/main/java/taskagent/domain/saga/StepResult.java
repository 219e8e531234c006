package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A step, and the verdict on one attempt at it or at its compensation. */
public record StepResult(String step, Verdict verdict) {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** The step took effect. */
  public static StepResult done(String step) {
    return new StepResult(step, new Verdict.Done());
  }

  /** The step took effect and has an output. */
  public static StepResult done(String step, String output) {
    return new StepResult(step, new Verdict.Done(Optional.of(output)));
  }

  /** The growing step took effect and plans these steps. */
  public static StepResult planned(String step, List<Plan> plans) {
    return new StepResult(step, new Verdict.Done(Optional.empty(), plans));
  }

  /** Nothing was left to do. */
  public static StepResult skipped(String step, String reason) {
    return new StepResult(step, new Verdict.Skipped(reason));
  }

  /** The receiver answered with a failure, or the attempt did not reach it. */
  public static StepResult failed(String step, String error, boolean transientError) {
    return failed(step, error, transientError, false);
  }

  /** The step failed; see {@link Verdict.Failed}. */
  public static StepResult failed(
      String step, String error, boolean transientError, boolean unanswered) {
    return new StepResult(step, new Verdict.Failed(error, transientError, unanswered));
  }

  /** The step was refused. */
  public static StepResult refused(String step, String reason) {
    return new StepResult(step, new Verdict.Refused(reason));
  }

  /** The request is invalid. */
  public static StepResult rejected(String step, List<String> issues) {
    return new StepResult(step, new Verdict.Rejected(issues));
  }

  /** The step was not attempted. */
  public static StepResult notNow(String step, Instant tryAt, String reason) {
    return new StepResult(step, new Verdict.NotNow(tryAt, reason));
  }

  /** The result of a step that an unavailable engine could not run. */
  public static StepResult unavailable(StepCall call, Instant now, String reason) {
    return notNow(call.step(), now.plus(AGAIN), reason);
  }

  /** Returns the output of the step, if it took effect and has one. */
  public Optional<StepOutput> output() {
    return verdict instanceof Verdict.Done(var output, _)
        ? output.map(value -> new StepOutput(step, value))
        : Optional.empty();
  }
}
