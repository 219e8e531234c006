package taskagent.domain.task;

import java.time.Instant;
import java.util.Optional;

/** What a task can be asked to do (spec §2). {@link Task#decide} answers. */
public sealed interface TaskCommand {

  /** Names the intention, so that delivering it again changes nothing. */
  CommandId id();

  /**
   * Brings the task into being, or, where it is there already, gives it this title and description.
   *
   * <p>Only the task's own saga creates it, and the saga's requests are told apart by the workflow
   * (spec §5), so a task that is there when its saga creates it was left by an earlier run: a retry
   * goes on with it (spec §4).
   */
  record Create(CommandId id, String title, String description) implements TaskCommand {}

  /** Gives the task to somebody; also away from somebody else. */
  record Assign(CommandId id, String assignee) implements TaskCommand {}

  /**
   * Takes the task from its assignee.
   *
   * @param onlyIf the command whose assignment is to be undone; if another one is in force, there
   *     is nothing to undo and nothing changes
   */
  record Unassign(CommandId id, Optional<CommandId> onlyIf) implements TaskCommand {}

  /** The assignee begins. */
  record Start(CommandId id) implements TaskCommand {}

  /** The work is done. */
  record Complete(CommandId id) implements TaskCommand {}

  /** The work is given up. */
  record Cancel(CommandId id) implements TaskCommand {}

  /** Sets or moves the deadline; one that is past fires at once. */
  record SetDeadline(CommandId id, Instant at) implements TaskCommand {}

  /**
   * Removes the deadline.
   *
   * @param onlyIf the command whose deadline is to be undone; if another one is in force, there is
   *     nothing to undo and nothing changes
   */
  record ClearDeadline(CommandId id, Optional<CommandId> onlyIf) implements TaskCommand {}

  /**
   * The reminder for a deadline fired. Harmless whenever and however often it comes: it acts only
   * on an open task whose deadline is this one and past.
   */
  record DeadlineReached(Instant deadline) implements TaskCommand {

    @Override
    public CommandId id() {
      return new CommandId("deadline/" + deadline);
    }
  }

  /** Does the command only if the task still has this version ({@code If-Match}, spec §5). */
  record IfVersion(long version, TaskCommand command) implements TaskCommand {

    @Override
    public CommandId id() {
      return command.id();
    }
  }
}
