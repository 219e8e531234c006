package taskagent.domain.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import taskagent.domain.audit.Recorder.Change;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/** The tasks for callers, whose accepted commands are recorded before they get the answer. */
public final class AuditedTasks implements Tasks {

  private final Tasks tasks;
  private final Recorder recorder;

  /** Records what callers change with these tasks. */
  public AuditedTasks(Tasks tasks, AuditLog log) {
    this.tasks = tasks;
    this.recorder = new Recorder(log, AuditKind.TASK);
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    return tasks.find(id);
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    return tasks.timeline(id);
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    return recorder.recorded(
        () -> tasks.run(id, commands),
        answer -> answer instanceof List<?> answers ? accepted(id, commands, answers) : List.of());
  }

  private static List<Change> accepted(TaskId id, List<TaskCommand> commands, List<?> answers) {
    return IntStream.range(0, answers.size())
        .filter(i -> answers.get(i) instanceof TaskAnswer.Accepted)
        .mapToObj(i -> change(id, commands.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What the engine does by itself is on the timeline only. */
  private static Optional<Change> change(TaskId id, TaskCommand command) {
    return switch (command) {
      case TaskCommand.Assign assign ->
          change(id, command, AuditAction.ASSIGN, Optional.of(assign.assignee()));
      case TaskCommand.Start _ -> change(id, command, AuditAction.START, Optional.empty());
      case TaskCommand.Complete _ -> change(id, command, AuditAction.COMPLETE, Optional.empty());
      case TaskCommand.Cancel _ -> change(id, command, AuditAction.CANCEL, Optional.empty());
      case TaskCommand.SetDeadline set ->
          change(id, command, AuditAction.SET_DEADLINE, Optional.of(set.at().toString()));
      case TaskCommand.IfVersion conditional -> change(id, conditional.command());
      case TaskCommand.By by -> change(id, by.command());
      case TaskCommand.Create _,
          TaskCommand.Unassign _,
          TaskCommand.ClearDeadline _,
          TaskCommand.DeadlineReached _ ->
          Optional.empty();
    };
  }

  private static Optional<Change> change(
      TaskId id, TaskCommand command, AuditAction action, Optional<String> detail) {
    var key = id + "/" + command.id().value();
    return Optional.of(new Change(action, id.value(), detail, Optional.of(key)));
  }

  @Override
  public Removal remove(TaskId id) {
    return recorder.recorded(
        () -> tasks.remove(id),
        answer ->
            answer == Removal.DONE
                ? List.of(Change.each(AuditAction.REMOVE, id.value()))
                : List.of());
  }
}
