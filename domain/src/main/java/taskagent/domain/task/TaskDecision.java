package taskagent.domain.task;

import java.util.List;
import java.util.Optional;

/**
 * The result of one command. {@link TaskTurn} is the result of several.
 *
 * @param task the task after the command; empty if there is none
 * @param save true if the task differs from before and must be saved
 * @param answer the answer for the sender of the command
 * @param events what happened, oldest first; each goes on the timeline and is published
 */
public record TaskDecision(
    Optional<Task> task, boolean save, TaskAnswer answer, List<TaskEvent> events) {

  /** Returns true if the task refused the command. */
  public boolean refused() {
    return answer instanceof TaskAnswer.Refused;
  }

  /** Returns the decision whose changes were asked for by somebody. */
  TaskDecision askedForBy(String actor) {
    return new TaskDecision(
        task, save, answer, events.stream().map(event -> event.askedForBy(actor)).toList());
  }
}
