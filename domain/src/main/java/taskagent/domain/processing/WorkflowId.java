package taskagent.domain.processing;

import java.util.regex.Pattern;
import taskagent.domain.Ids;
import taskagent.domain.task.TaskId;

/**
 * Identifies one run of the saga: {@code task-workflow-<task id>}, with the suffix {@code -r2},
 * {@code -r3}, … for the runs after the first (specification §5).
 */
public record WorkflowId(String value) {

  private static final String PREFIX = "task-workflow-";

  /** The prefix, a task id, and the number of a retry. */
  private static final Pattern PATTERN = Pattern.compile(PREFIX + Ids.SHAPE + "(-r[0-9]{1,9})?");

  /** Returns true if the text is a valid workflow id. */
  public static boolean wellFormed(String text) {
    return PATTERN.matcher(text).matches();
  }

  /** Returns the id of the first run for a task. */
  public static WorkflowId of(TaskId task) {
    return new WorkflowId(PREFIX + task.value());
  }

  /**
   * Returns the id of a run for a task.
   *
   * @param run the number of the run, from 1
   */
  public static WorkflowId of(TaskId task, int run) {
    return run == 1 ? of(task) : new WorkflowId(PREFIX + task.value() + "-r" + run);
  }

  @Override
  public String toString() {
    return value;
  }
}
