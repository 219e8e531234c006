package taskagent.domain.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The result of one attempt at a step or at its compensation. */
public sealed interface StepResult {

  /** Returns the name of the step. */
  String step();

  /** The step took effect. */
  record Done(String step) implements StepResult {}

  /** Nothing was left to do, and nothing was done; the saga goes on (specification §4). */
  record Skipped(String step, String reason) implements StepResult {}

  /**
   * The step failed; it may or may not have taken effect.
   *
   * @param transientError true if a retry may succeed
   * @param unanswered true if the receiver may have accepted the attempt, but its answer was lost
   */
  record Failed(String step, String error, boolean transientError, boolean unanswered)
      implements StepResult {

    /** Creates a failure that the receiver answered, or that did not reach it. */
    public Failed(String step, String error, boolean transientError) {
      this(step, error, transientError, false);
    }
  }

  /** The step was refused; a retry would not help (specification §4). */
  record Refused(String step, String reason) implements StepResult {}

  /** The request is invalid, for all these reasons. */
  record Rejected(String step, List<String> issues) implements StepResult {}

  /** The step was not attempted. Retry at that time; this does not count as an attempt. */
  record NotNow(String step, Instant tryAt, String reason) implements StepResult {

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Returns the result of steps that an unavailable engine could not run. */
    public static NotNow unavailable(List<StepCall> calls, Instant now, String reason) {
      return new NotNow(calls.getFirst().step(), now.plus(AGAIN), reason);
    }
  }
}
