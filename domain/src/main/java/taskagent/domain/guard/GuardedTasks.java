package taskagent.domain.guard;

import java.util.List;
import java.util.Optional;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.domain.task.TaskSnapshot;

/**
 * The tasks that the current caller may see. The tasks of others do not exist for them. The owner
 * of a removed task is not known any more, so a caller who sees only own tasks gets "unknown"
 * instead of "removed".
 */
public final class GuardedTasks implements Tasks {

  private final Tasks tasks;

  /** Guards tasks. */
  public GuardedTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.unlessRemoved(() -> tasks.find(id)).filter(task -> Sight.shows(task.owners()));
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? Optional.empty()
        : Sight.unlessRemoved(() -> tasks.timeline(id));
  }

  /** The task itself tests whose it is, because it may be assigned to somebody else meanwhile. */
  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    boolean restricted = Sight.restricted();
    var byCaller =
        Sight.actor()
            .map(
                actor ->
                    commands.stream()
                        .<TaskCommand>map(c -> new TaskCommand.By(actor, restricted, c))
                        .toList())
            .orElse(commands);
    return Sight.unlessRemoved(
        () -> tasks.run(id, byCaller),
        List.of(new TaskAnswer.Refused(new TaskRefusal.NotFound(id))));
  }

  /** A closed task stays whose it is, so it can be tested before. */
  @Override
  public Removal remove(TaskId id) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? Removal.UNKNOWN
        : Sight.unlessRemoved(() -> tasks.remove(id), Removal.UNKNOWN);
  }
}
