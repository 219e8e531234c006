package taskagent.domain.processing;

import java.util.regex.Pattern;
import taskagent.domain.Ids;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/**
 * The ids of runs that process tasks: {@code task-workflow-<task id>}, with the suffix {@code -r2},
 * {@code -r3}, … for the runs after the first (specification §5).
 */
public final class WorkflowId {

  private static final String PREFIX = "task-workflow-";

  /** The prefix, a task id, and the number of a retry. */
  private static final Pattern PATTERN = Pattern.compile(PREFIX + Ids.SHAPE + "(-r[0-9]{1,9})?");

  private WorkflowId() {}

  /** Returns true if the text is a valid workflow id. */
  public static boolean wellFormed(String text) {
    return PATTERN.matcher(text).matches();
  }

  /**
   * Returns true if a run of any kind can have this id. Ids that begin like those of the runs for
   * tasks are theirs.
   */
  public static boolean ofAnyKind(String text) {
    return text.startsWith(PREFIX) ? wellFormed(text) : Ids.wellFormed(text);
  }

  /** Returns the id of the first run for a task. */
  public static RunId of(TaskId task) {
    return new RunId(PREFIX + task.value());
  }

  /**
   * Returns the id of a run for a task.
   *
   * @param run the number of the run, from 1
   */
  public static RunId of(TaskId task, int run) {
    return run == 1 ? of(task) : new RunId(PREFIX + task.value() + "-r" + run);
  }
}
