package taskagent.domain.contract;

import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/** Tasks that pass every call but {@code run} on to others. */
public interface ForwardingTasks extends Tasks {

  /** Returns the others. */
  Tasks tasks();

  @Override
  default Optional<TaskSnapshot> find(TaskId id) {
    return tasks().find(id);
  }

  @Override
  default Optional<List<TaskEvent>> timeline(TaskId id) {
    return tasks().timeline(id);
  }

  @Override
  default Removal remove(TaskId id) {
    return tasks().remove(id);
  }
}
