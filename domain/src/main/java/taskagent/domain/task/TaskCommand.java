package taskagent.domain.task;

import java.time.Instant;
import java.util.Optional;
import taskagent.domain.TextLimit;

/** A command to a task (specification §2). {@link Task#decide} answers it. */
public sealed interface TaskCommand {

  /** The first and the last deadline that can be set, which every format can express. */
  Instant FIRST_DEADLINE = Instant.EPOCH;

  /** See {@link #FIRST_DEADLINE}. */
  Instant LAST_DEADLINE = Instant.parse("9999-12-31T23:59:59.999Z");

  /** Identifies the intention, so that a repeated delivery changes nothing. */
  CommandId id();

  /**
   * Returns what is wrong with a command from outside, in words for clients; nothing if it is
   * within all limits (specification §5). Every way into the system asks this.
   */
  default Optional<String> problem() {
    return id().problem()
        .or(
            () ->
                switch (this) {
                  case Create create ->
                      TextLimit.TITLE
                          .problemInWords(create.title())
                          .or(() -> TextLimit.DESCRIPTION.problemInWords(create.description()));
                  case Assign assign -> TextLimit.ASSIGNEE.problemInWords(assign.assignee());
                  case SetDeadline set -> problem(set.at());
                  case IfVersion conditional -> conditional.command().problem();
                  case By by -> by.command().problem();
                  case Unassign _,
                      Start _,
                      Complete _,
                      Cancel _,
                      ClearDeadline _,
                      DeadlineReached _ ->
                      Optional.empty();
                });
  }

  private static Optional<String> problem(Instant deadline) {
    return deadline.isBefore(FIRST_DEADLINE) || deadline.isAfter(LAST_DEADLINE)
        ? Optional.of("the deadline must be in the years 1970 to 9999")
        : Optional.empty();
  }

  /**
   * Creates the task. If the task exists, sets its title and description instead.
   *
   * <p>Only the task's own saga creates a task, and a second request for one task is a conflict
   * (specification §5). If the task exists when its saga creates it, an earlier run created it, and
   * a retry continues with it (specification §4).
   *
   * @param requestedBy who asked for the task, if the client had to say who it is
   */
  record Create(CommandId id, String title, String description, Optional<String> requestedBy)
      implements TaskCommand {

    /** Creates a task for a client that did not have to say who it is. */
    public Create(CommandId id, String title, String description) {
      this(id, title, description, Optional.empty());
    }
  }

  /** Assigns the task; replaces an assignee that it already has. */
  record Assign(CommandId id, String assignee) implements TaskCommand {}

  /**
   * Removes the assignee.
   *
   * @param onlyIf the command whose assignment this compensates; if another assignment is in force,
   *     nothing changes
   */
  record Unassign(CommandId id, Optional<CommandId> onlyIf) implements TaskCommand {}

  /** Starts the work. */
  record Start(CommandId id) implements TaskCommand {}

  /** Completes the task. */
  record Complete(CommandId id) implements TaskCommand {}

  /** Cancels the task. */
  record Cancel(CommandId id) implements TaskCommand {}

  /** Sets or moves the deadline. A deadline in the past fires at once. */
  record SetDeadline(CommandId id, Instant at) implements TaskCommand {}

  /**
   * Removes the deadline.
   *
   * @param onlyIf the command whose deadline this compensates; if another deadline is in force,
   *     nothing changes
   */
  record ClearDeadline(CommandId id, Optional<CommandId> onlyIf) implements TaskCommand {}

  /**
   * Reports that the reminder for a deadline fired. It may arrive early, late or several times: it
   * changes only an open task whose current deadline is this one and has passed.
   */
  record DeadlineReached(Instant deadline) implements TaskCommand {

    @Override
    public CommandId id() {
      return new CommandId("deadline/" + deadline);
    }
  }

  /**
   * Runs the command only if the task has this version ({@code If-Match}, specification §5).
   *
   * @param version 0 if no version will do; the command then only gets the answer that it got
   *     before
   */
  record IfVersion(long version, TaskCommand command) implements TaskCommand {

    @Override
    public CommandId id() {
      return command.id();
    }
  }

  /**
   * Runs the command for somebody, whose name the timeline then shows (specification §15).
   *
   * @param actor who asks for it
   * @param onlyOwn true if the task must be the actor's own; for anybody else it does not exist
   * @param command is none of these itself
   */
  record By(String actor, boolean onlyOwn, TaskCommand command) implements TaskCommand {

    @Override
    public CommandId id() {
      return command.id();
    }
  }
}
