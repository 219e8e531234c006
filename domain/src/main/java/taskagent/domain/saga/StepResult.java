package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/** How one try at a step, or at undoing it, went. */
public sealed interface StepResult {

  /** The step it is about. */
  String step();

  /** It took effect. */
  record Done(String step) implements StepResult {}

  /**
   * It may or may not have taken effect.
   *
   * @param transientError whether trying again may help
   */
  record Failed(String step, String error, boolean transientError) implements StepResult {}

  /** It was answered with no; trying again would not help (spec §4). */
  record Refused(String step, String reason) implements StepResult {}

  /** What the saga was asked to do is not acceptable, for all these reasons. */
  record Rejected(String step, List<String> issues) implements StepResult {}

  /** It was not tried; try again at that time, without counting this as an attempt. */
  record NotNow(String step, Instant tryAt, String reason) implements StepResult {}
}
