package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one attempt at a step or at its compensation came to. */
public sealed interface Verdict {

  /**
   * The step took effect.
   *
   * @param output what the steps after it can use; at most {@link StepOutput#BYTES_AT_MOST}
   * @param plans further steps to run behind it; only a growing step has any
   */
  record Done(Optional<String> output, List<Plan> plans) implements Verdict {

    /** Copies the list. */
    public Done {
      plans = List.copyOf(plans);
    }

    /** Creates a verdict without output. */
    public Done() {
      this(Optional.empty());
    }

    /** Creates a verdict with an output and without plans. */
    public Done(Optional<String> output) {
      this(output, List.of());
    }
  }

  /** Nothing was left to do, and nothing was done; the saga goes on (specification §4). */
  record Skipped(String reason) implements Verdict {}

  /**
   * The step failed; it may or may not have taken effect.
   *
   * @param transientError true if a retry may succeed
   * @param unanswered true if the receiver may have accepted the attempt, but its answer was lost
   */
  record Failed(String error, boolean transientError, boolean unanswered) implements Verdict {}

  /** The step was refused; a retry would not help (specification §4). */
  record Refused(String reason) implements Verdict {}

  /** The request is invalid, for all these reasons. */
  record Rejected(List<String> issues) implements Verdict {

    /** Copies the list. */
    public Rejected {
      issues = List.copyOf(issues);
    }
  }

  /** The step was not attempted. Retry at that time; this does not count as an attempt. */
  record NotNow(Instant tryAt, String reason) implements Verdict {}

  /** Returns true if the next step can run. */
  default boolean goesOn() {
    return this instanceof Done || this instanceof Skipped;
  }
}
