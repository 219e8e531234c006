package taskagent.domain.port;

import java.util.List;
import java.util.Optional;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/**
 * The tasks, each taking one turn at a time. A turn that was answered is durable; a caller that
 * hears an exception must assume either.
 */
public interface Tasks {

  /**
   * A task as it is now.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Optional<TaskSnapshot> find(TaskId id);

  /**
   * What happened to a task, oldest first; empty if there is none.
   *
   * @throws Unavailable if the engine is out of reach
   */
  Optional<List<TaskEvent>> timeline(TaskId id);

  /**
   * Has the task decide on commands in their order, up to the first it refuses, in one turn that is
   * saved as a whole.
   *
   * @return one answer for each command that was decided on
   * @throws Unavailable if the engine is out of reach
   */
  List<TaskAnswer> run(TaskId id, List<TaskCommand> commands);

  /** Has the task decide on one command. */
  default TaskAnswer run(TaskId id, TaskCommand command) {
    return run(id, List.of(command)).getFirst();
  }
}
