package taskagent.domain.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.task.Task.Assignment;
import taskagent.domain.task.Task.Deadline;
import taskagent.domain.task.TaskAnswer.Accepted;
import taskagent.domain.task.TaskAnswer.Skipped;
import taskagent.domain.task.TaskCommand.DeadlineReached;

/**
 * Builds the decision for one command: collects what differs from the task before. It updates
 * version, times, timeline and remembered commands in the same way for every command.
 */
final class TaskChange {

  private final Task before;
  private final TaskCommand command;
  private final Instant at;
  private String title;
  private String description;
  private TaskStatus status;
  private Optional<TaskStatus> beforeOverdue;
  private Optional<Assignment> assignment;
  private Optional<Deadline> deadline;

  TaskChange(Task before, TaskCommand command, Instant now) {
    this.before = before;
    this.command = command;
    // If the clock was set back, the task keeps the time of its last change.
    this.at = now.isBefore(before.updatedAt()) ? before.updatedAt() : now;
    this.title = before.title();
    this.description = before.description();
    this.status = before.status();
    this.beforeOverdue = before.beforeOverdue();
    this.assignment = before.assignment();
    this.deadline = before.deadline();
  }

  TaskChange text(String newTitle, String newDescription) {
    title = newTitle;
    description = newDescription;
    return this;
  }

  /** Sets the status; only an overdue task has a status to return to. */
  TaskChange to(TaskStatus next) {
    status = next;
    beforeOverdue = next == TaskStatus.OVERDUE ? beforeOverdue : Optional.empty();
    return this;
  }

  TaskChange beforeOverdue(Optional<TaskStatus> returnTo) {
    beforeOverdue = returnTo;
    return this;
  }

  TaskChange noLongerOverdue() {
    return before.beforeOverdue().map(this::to).orElse(this);
  }

  TaskChange assignment(Optional<Assignment> next) {
    assignment = next;
    return this;
  }

  TaskChange deadline(Optional<Deadline> next) {
    deadline = next;
    return this;
  }

  /** Returns an accepting decision without a change: no new version and no event. */
  TaskDecision unchanged() {
    return answered(new Accepted(before.snapshot()));
  }

  /** Returns the decision of a compensation that finds nothing to reverse. */
  TaskDecision skipped(String reason) {
    return answered(new Skipped(before.snapshot(), reason));
  }

  private TaskDecision answered(TaskAnswer answer) {
    return new TaskDecision(
        Optional.of(before.remember(command.id(), answer)), true, answer, List.of());
  }

  /** Returns the decision, with one event of this type. */
  TaskDecision as(TaskEvent.Type type, String detail) {
    var after =
        new Task(
            before.id(),
            title,
            description,
            status,
            beforeOverdue,
            assignment,
            deadline,
            before.createdAt(),
            at,
            before.version() + 1,
            before.remembered(),
            before.requestedBy());
    var event =
        new TaskEvent(
            before.id(),
            after.version(),
            at,
            type,
            Optional.of(before.status()),
            status,
            command.id(),
            detail);
    var answer = new Accepted(after.snapshot());
    // A reminder is not remembered: its deadline identifies it, and it may fire several times.
    var saved = command instanceof DeadlineReached ? after : after.remember(command.id(), answer);
    return new TaskDecision(Optional.of(saved), true, answer, List.of(event));
  }
}
