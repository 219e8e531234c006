package taskagent.domain.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.task.TaskAnswer.Accepted;
import taskagent.domain.task.TaskAnswer.Refused;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.By;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.IfVersion;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskCommand.Unassign;

/**
 * The task aggregate: the whole state of a task, and the only code that changes it (specification
 * §2). A task is immutable: {@link #decide} returns a new value. The time is an argument.
 *
 * @param beforeOverdue the status that an overdue task returns to when it gets a later deadline
 * @param version starts at 1 and increases by one with every change
 * @param remembered the last {@value #REMEMBERED} commands and their answers, oldest first
 * @param requestedBy who asked for the task; empty if nobody had to say who they are
 */
public record Task(
    TaskId id,
    String title,
    String description,
    TaskStatus status,
    Optional<TaskStatus> beforeOverdue,
    Optional<Assignment> assignment,
    Optional<Deadline> deadline,
    Instant createdAt,
    Instant updatedAt,
    long version,
    List<Remembered> remembered,
    Optional<String> requestedBy) {

  /** How many commands a task remembers, to give the same answer to a repeated one. */
  public static final int REMEMBERED = 64;

  /** The assignee, and the command that assigned the task. */
  public record Assignment(String assignee, CommandId by) {}

  /**
   * The deadline, and the command that set it.
   *
   * @param fired true if it has made the task overdue, which happens only once
   */
  public record Deadline(Instant at, CommandId by, boolean fired) {}

  /** A command that the task has answered. */
  public record Remembered(CommandId id, TaskAnswer answer) {}

  /** Copies the list, because the value must not change. */
  public Task {
    remembered = List.copyOf(remembered);
  }

  /** Creates a task of which nobody knows who asked for it. */
  public Task(
      TaskId id,
      String title,
      String description,
      TaskStatus status,
      Optional<TaskStatus> beforeOverdue,
      Optional<Assignment> assignment,
      Optional<Deadline> deadline,
      Instant createdAt,
      Instant updatedAt,
      long version,
      List<Remembered> remembered) {
    this(
        id,
        title,
        description,
        status,
        beforeOverdue,
        assignment,
        deadline,
        createdAt,
        updatedAt,
        version,
        remembered,
        Optional.empty());
  }

  /**
   * Decides a command.
   *
   * @param id the task that receives the command
   * @param task the task as it was last saved; empty if it was never created
   * @param now the time of the decision
   */
  public static TaskDecision decide(
      TaskId id, Optional<Task> task, TaskCommand command, Instant now) {
    return switch (command) {
      case By by when by.onlyOwn() && hides(task, by) -> notFound(id, task);
      case By by -> decide(id, task, by.command(), now).askedForBy(by.actor());
      case Create create when task.isEmpty() -> create(id, create, now);
      case TaskCommand _ ->
          task.map(known -> known.decide(command, now)).orElseGet(() -> notFound(id, task));
    };
  }

  /** Another's task does not exist, except in answers that the actor got while it was their own. */
  private static boolean hides(Optional<Task> task, By by) {
    return task.filter(
            known -> known.snapshot().owners().isOwnedBy(by.actor()) || known.remembers(by.id()))
        .isEmpty();
  }

  private static TaskDecision notFound(TaskId id, Optional<Task> task) {
    return new TaskDecision(task, false, new Refused(new TaskRefusal.NotFound(id)), List.of());
  }

  /** Returns when the task was completed or cancelled. It does not change any more. */
  public Optional<Instant> closedAt() {
    return status.terminal() ? Optional.of(updatedAt) : Optional.empty();
  }

  /** Returns the time at which the reminder must fire; empty if the task needs no reminder. */
  public Optional<Instant> reminder() {
    return status.terminal() || status == TaskStatus.OVERDUE
        ? Optional.empty()
        : deadline.filter(d -> !d.fired()).map(Deadline::at);
  }

  /** Returns the task as clients see it. */
  public TaskSnapshot snapshot() {
    return new TaskSnapshot(
        id,
        title,
        description,
        status,
        assignment.map(Assignment::assignee),
        deadline.map(Deadline::at),
        createdAt,
        updatedAt,
        version,
        requestedBy);
  }

  private TaskDecision decide(TaskCommand command, Instant now) {
    if (command instanceof DeadlineReached reached) {
      return onDeadline(reached, now); // not remembered, because a repetition needs no answer
    }
    if (remembered.stream().anyMatch(earlier -> command.id().reusesKeyOf(earlier.id()))) {
      return answer(new Refused(new TaskRefusal.KeyReused()));
    }
    return answered(command.id()).map(this::answer).orElseGet(() -> decideNew(command, now));
  }

  private TaskDecision decideNew(TaskCommand command, Instant now) {
    return switch (command) {
      case IfVersion conditional ->
          conditional.version() == version
              ? decideNew(conditional.command(), now)
              : refuse(command, new TaskRefusal.VersionMismatch(conditional.version(), version));
      case By by -> decideNew(by.command(), now);
      case Unassign c when nothingToCompensate(c.onlyIf(), assignment.map(Assignment::by)) ->
          skip(
              c.onlyIf(),
              c,
              now,
              assignment.isPresent() ? "was assigned by another command" : "has no assignee");
      case ClearDeadline c when nothingToCompensate(c.onlyIf(), deadline.map(Deadline::by)) ->
          skip(
              c.onlyIf(),
              c,
              now,
              deadline.isPresent() ? "has the deadline of another command" : "has no deadline");
      case TaskCommand _ when status.terminal() -> refuse(command, new TaskRefusal.Closed(status));
      case Create c -> revise(c, now);
      case Assign c -> assign(c, now);
      case Unassign c -> unassign(c, now);
      case Start c -> start(c, now);
      case Complete c -> complete(c, now);
      case Cancel c -> change(c, now).to(TaskStatus.CANCELLED).as(TaskEvent.Type.CANCELLED, "");
      case SetDeadline c -> setDeadline(c, now);
      case ClearDeadline c -> clearDeadline(c, now);
      case DeadlineReached c -> onDeadline(c, now);
    };
  }

  /**
   * Returns true if a compensation has nothing to do. A compensation reverses only the command of
   * its own saga. It changes nothing if that command has not taken effect, was reversed or replaced
   * in the meantime, or the task is closed (specification §4).
   */
  private boolean nothingToCompensate(Optional<CommandId> onlyIf, Optional<CommandId> inForce) {
    return onlyIf.isPresent() && (status.terminal() || !onlyIf.equals(inForce));
  }

  private TaskDecision skip(
      Optional<CommandId> compensated, TaskCommand command, Instant now, String found) {
    var reason = "the task " + (status.terminal() ? "is " + status.wireName() : found);
    return withdraw(compensated, command).change(command, now).skipped(reason);
  }

  /** Ensures that a command which arrives after its compensation is refused. */
  private Task withdraw(Optional<CommandId> compensated, TaskCommand by) {
    return compensated
        .filter(command -> !command.equals(by.id()) && !remembers(command))
        .map(command -> remember(command, new Refused(compensated())))
        .orElse(this);
  }

  private TaskRefusal compensated() {
    return new TaskRefusal.NotAllowed("run a compensated command on", status);
  }

  private boolean remembers(CommandId command) {
    return answered(command).isPresent();
  }

  private Optional<TaskAnswer> answered(CommandId command) {
    return remembered.stream()
        .filter(earlier -> earlier.id().equals(command))
        .map(Remembered::answer)
        .findFirst();
  }

  private static TaskDecision create(TaskId id, Create c, Instant now) {
    var task =
        new Task(
            id,
            c.title(),
            c.description(),
            TaskStatus.PENDING,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            now,
            now,
            1,
            List.of(),
            c.requestedBy());
    var event =
        new TaskEvent(
            id,
            1,
            now,
            TaskEvent.Type.CREATED,
            Optional.empty(),
            TaskStatus.PENDING,
            c.id(),
            c.title());
    var answer = new Accepted(task.snapshot());
    return new TaskDecision(
        Optional.of(task.remember(c.id(), answer)), true, answer, List.of(event));
  }

  private TaskDecision revise(Create c, Instant now) {
    return c.title().equals(title) && c.description().equals(description)
        ? change(c, now).unchanged()
        : change(c, now).text(c.title(), c.description()).as(TaskEvent.Type.REVISED, c.title());
  }

  private TaskDecision assign(Assign c, Instant now) {
    // The new assignee of an overdue task starts again; the deadline has already fired.
    return status == TaskStatus.IN_PROGRESS
        ? refuse(c, new TaskRefusal.NotAllowed("assign", status))
        : change(c, now)
            .to(TaskStatus.ASSIGNED)
            .assignment(Optional.of(new Assignment(c.assignee(), c.id())))
            .as(TaskEvent.Type.ASSIGNED, c.assignee());
  }

  private TaskDecision unassign(Unassign c, Instant now) {
    if (assignment.isEmpty()) {
      return refuse(c, new TaskRefusal.NotAllowed("unassign", status));
    }
    var change = change(c, now).assignment(Optional.empty());
    // An overdue task stays overdue; only the status that it returns to changes.
    var changed =
        status == TaskStatus.OVERDUE
            ? change.beforeOverdue(Optional.of(TaskStatus.PENDING))
            : change.to(TaskStatus.PENDING);
    return changed.as(TaskEvent.Type.UNASSIGNED, assignment.get().assignee());
  }

  private TaskDecision start(Start c, Instant now) {
    return status == TaskStatus.ASSIGNED
        ? change(c, now).to(TaskStatus.IN_PROGRESS).as(TaskEvent.Type.STARTED, "")
        : refuse(c, new TaskRefusal.NotAllowed("start", status));
  }

  private TaskDecision complete(Complete c, Instant now) {
    return status == TaskStatus.PENDING
        ? refuse(c, new TaskRefusal.NotAllowed("complete", status))
        : change(c, now).to(TaskStatus.COMPLETED).as(TaskEvent.Type.COMPLETED, "");
  }

  private TaskDecision setDeadline(SetDeadline c, Instant now) {
    boolean staysOverdue = status == TaskStatus.OVERDUE && !c.at().isAfter(now);
    var change = change(c, now).deadline(Optional.of(new Deadline(c.at(), c.id(), staysOverdue)));
    return (staysOverdue ? change : change.noLongerOverdue())
        .as(TaskEvent.Type.DEADLINE_SET, c.at().toString());
  }

  private TaskDecision clearDeadline(ClearDeadline c, Instant now) {
    return deadline.isEmpty()
        ? change(c, now).unchanged()
        : change(c, now)
            .deadline(Optional.empty())
            .noLongerOverdue()
            .as(TaskEvent.Type.DEADLINE_CLEARED, deadline.get().at().toString());
  }

  private TaskDecision onDeadline(DeadlineReached c, Instant now) {
    if (!reminder().equals(Optional.of(c.deadline()))) {
      return answer(
          new Accepted(
              snapshot())); // the task is closed or overdue, or its deadline was moved or cleared
    }
    if (now.isBefore(c.deadline())) { // fired early: the reminder stays due
      return answer(new Accepted(snapshot()));
    }
    return change(c, now)
        .beforeOverdue(Optional.of(status))
        .to(TaskStatus.OVERDUE)
        .deadline(deadline.map(d -> new Deadline(d.at(), d.by(), true)))
        .as(TaskEvent.Type.OVERDUE, c.deadline().toString());
  }

  /** Returns a decision that changes nothing and need not be saved. */
  private TaskDecision answer(TaskAnswer answer) {
    return new TaskDecision(Optional.of(this), false, answer, List.of());
  }

  private TaskDecision refuse(TaskCommand command, TaskRefusal refusal) {
    var answer = new Refused(refusal);
    return command.id().repeatable()
        ? new TaskDecision(Optional.of(remember(command.id(), answer)), true, answer, List.of())
        : answer(answer);
  }

  Task remember(CommandId command, TaskAnswer answer) {
    var all = new ArrayList<>(remembered);
    all.add(new Remembered(command, answer));
    return new Task(
        id,
        title,
        description,
        status,
        beforeOverdue,
        assignment,
        deadline,
        createdAt,
        updatedAt,
        version,
        all.subList(Math.max(0, all.size() - REMEMBERED), all.size()),
        requestedBy);
  }

  private TaskChange change(TaskCommand command, Instant now) {
    return new TaskChange(this, command, now);
  }
}
