package taskagent.domain.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of several commands to one task, decided in their order up to the first refusal. The
 * host saves task and events together.
 *
 * @param task the task after the commands; empty if there is none
 * @param save true if the task differs from before and must be saved
 * @param answers one answer for each command that was decided; only the last can be a refusal
 * @param events what happened, oldest first
 */
public record TaskTurn(
    Optional<Task> task, boolean save, List<TaskAnswer> answers, List<TaskEvent> events) {

  /** Copies the lists, so that the value cannot change. */
  public TaskTurn {
    answers = List.copyOf(answers);
    events = List.copyOf(events);
  }

  /**
   * Decides the commands in their order, up to the first that is refused.
   *
   * @param before the task as it was last saved; empty if it was never created
   * @param now the time of every decision
   */
  public static TaskTurn of(
      TaskId id, Optional<Task> before, List<TaskCommand> commands, Instant now) {
    var task = before;
    boolean save = false;
    var answers = new ArrayList<TaskAnswer>();
    var events = new ArrayList<TaskEvent>();
    for (var command : commands) {
      var decision = Task.decide(id, task, command, now);
      task = decision.task();
      save |= decision.save();
      answers.add(decision.answer());
      events.addAll(decision.events());
      if (decision.refused()) {
        break;
      }
    }
    return new TaskTurn(task, save, answers, events);
  }
}
