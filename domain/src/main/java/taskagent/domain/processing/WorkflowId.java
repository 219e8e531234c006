package taskagent.domain.processing;

import java.util.regex.Pattern;
import taskagent.domain.Ids;
import taskagent.domain.task.TaskId;

/**
 * Names one run of the saga, as clients see it: {@code task-workflow-<task id>}, and {@code -r2},
 * {@code -r3}, … behind it for the runs after the first (spec §5).
 */
public record WorkflowId(String value) {

  private static final String PREFIX = "task-workflow-";

  /** As a task id, with the prefix before it and the number of a retry behind. */
  private static final Pattern PATTERN = Pattern.compile(PREFIX + Ids.SHAPE + "(-r[0-9]{1,9})?");

  /** Whether the text may name a workflow. */
  public static boolean wellFormed(String text) {
    return PATTERN.matcher(text).matches();
  }

  /** The workflow that a request for this task starts. */
  public static WorkflowId of(TaskId task) {
    return new WorkflowId(PREFIX + task.value());
  }

  /**
   * The workflow of a later run for this task.
   *
   * @param run counts the runs from 1
   */
  public static WorkflowId of(TaskId task, int run) {
    return run == 1 ? of(task) : new WorkflowId(PREFIX + task.value() + "-r" + run);
  }

  @Override
  public String toString() {
    return value;
  }
}
