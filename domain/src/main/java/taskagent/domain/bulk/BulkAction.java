package taskagent.domain.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** What a bulk does with each of its tasks. */
public sealed interface BulkAction {

  /** Cancels the task. */
  record Cancel() implements BulkAction {}

  /** Completes the task. */
  record Complete() implements BulkAction {}

  /** Starts the work. */
  record Start() implements BulkAction {}

  /** Assigns the task, or gives it another assignee. */
  record Assign(String assignee) implements BulkAction {}

  /** Sets or moves the deadline. */
  record SetDeadline(Instant at) implements BulkAction {}

  /** Returns the command to a task. */
  default TaskCommand command(CommandId id) {
    return switch (this) {
      case Cancel _ -> new TaskCommand.Cancel(id);
      case Complete _ -> new TaskCommand.Complete(id);
      case Start _ -> new TaskCommand.Start(id);
      case Assign(var assignee) -> new TaskCommand.Assign(id, assignee);
      case SetDeadline(var at) -> new TaskCommand.SetDeadline(id, at);
    };
  }

  /**
   * Returns why a task would refuse the action now, in words for clients; empty if it would accept
   * it. The task itself decides.
   */
  default Optional<String> refusal(TaskSnapshot task, Instant now) {
    var id = new CommandId("dry-run");
    var state =
        new Task(
            task.id(),
            task.title(),
            task.description(),
            task.status(),
            Optional.of(TaskStatus.ASSIGNED), // only matters to what an overdue task returns to
            task.assignee().map(name -> new Task.Assignment(name, id)),
            task.deadline().map(at -> new Task.Deadline(at, id, false)),
            task.createdAt(),
            task.updatedAt(),
            task.version(),
            List.of());
    return Task.decide(task.id(), Optional.of(state), command(id), now).answer()
            instanceof TaskAnswer.Refused(var refusal)
        ? Optional.of(refusal.reason())
        : Optional.empty();
  }

  /** Returns the wire name. */
  default String wireName() {
    return switch (this) {
      case Cancel _ -> "cancel";
      case Complete _ -> "complete";
      case Start _ -> "start";
      case Assign _ -> "assign";
      case SetDeadline _ -> "set_deadline";
    };
  }
}
