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

  /**
   * Returns the current state of a task; empty if it does not exist.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<TaskSnapshot> find(TaskId id);

  /**
   * Returns the events of a task, oldest first; empty if it does not exist.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  Optional<List<TaskEvent>> timeline(TaskId id);

  /**
   * Runs commands on a task in their order, up to the first that it refuses, in one turn that is
   * saved as a whole.
   *
   * @return one answer for each command that was decided
   * @throws Unavailable if the engine cannot be reached
   */
  List<TaskAnswer> run(TaskId id, List<TaskCommand> commands);

  /** Runs one command on a task. */
  default TaskAnswer run(TaskId id, TaskCommand command) {
    return run(id, List.of(command)).getFirst();
  }
}
