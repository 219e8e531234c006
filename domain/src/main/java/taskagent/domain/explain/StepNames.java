package taskagent.domain.explain;

import java.util.Map;

/** What the steps of the task saga do, as the beginning of a sentence. */
final class StepNames {

  private static final Map<String, String> DOING =
      Map.of(
          "validate", "Checking the request",
          "create", "Creating the task",
          "assign", "Assigning it to %s",
          "set_deadline", "Setting the deadline",
          "notify", "Notifying %s");

  private static final Map<String, String> COMPENSATING =
      Map.of("assign", "Unassigning it", "set_deadline", "Clearing the deadline");

  private StepNames() {}

  static String doing(String step, String assignee) {
    return DOING.getOrDefault(step, "Step " + step).replace("%s", assignee);
  }

  static String compensating(String step) {
    return COMPENSATING.getOrDefault(step, "Compensating step " + step);
  }
}
