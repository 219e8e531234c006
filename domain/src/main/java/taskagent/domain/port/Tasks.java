package taskagent.domain.port;

import java.util.List;
import java.util.Optional;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/**
 * The tasks. Each task runs one turn at a time. An answered turn is durable. After an exception,
 * the turn may or may not have taken effect.
 */
public interface Tasks {

  /** The answer to a request to remove a task. */
  enum Removal {
    /** The task was removed. */
    DONE,
    /** The task does not exist. */
    UNKNOWN,
    /** The task is open: it is neither completed nor cancelled. */
    OPEN
  }

  /**
   * Returns the current state of a task; empty if it does not exist.
   *
   * @throws Removed if the task was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<TaskSnapshot> find(TaskId id);

  /**
   * Returns the timeline of a task, oldest entry first; empty if the task does not exist. Of a long
   * timeline, entries in the middle are left out ({@link taskagent.domain.task.Timeline}).
   *
   * @throws Removed if the task was removed
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<List<TaskEvent>> timeline(TaskId id);

  /**
   * Runs commands on a task in their order, up to the first that it refuses, in one turn that is
   * saved as a whole.
   *
   * @return one answer for each command that was decided
   * @throws Removed if the task was removed
   * @throws Unavailable if the engine cannot be reached
   */
  List<TaskAnswer> run(TaskId id, List<TaskCommand> commands);

  /**
   * Removes a closed task and its timeline. Its id cannot be used again for a while.
   *
   * @throws Removed if the task was removed before
   * @throws Unavailable if the engine cannot be reached
   */
  Removal remove(TaskId id);

  /** Runs one command on a task. */
  default TaskAnswer run(TaskId id, TaskCommand command) {
    return run(id, List.of(command)).getFirst();
  }
}
