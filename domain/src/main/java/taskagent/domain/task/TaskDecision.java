package taskagent.domain.task;

import java.util.List;
import java.util.Optional;

/**
 * What became of a command: the host saves task and events together, then carries out the effect.
 *
 * @param task the task after the command; empty where there is none
 * @param save whether the task differs from before and must be saved
 * @param answer what to tell whoever sent the command
 * @param events what happened, oldest first; each goes on the timeline and is published
 * @param reminder what to do about the reminder
 */
public record TaskDecision(
    Optional<Task> task,
    boolean save,
    TaskAnswer answer,
    List<TaskEvent> events,
    ReminderEffect reminder) {

  /** Whether the task refused. */
  public boolean refused() {
    return answer instanceof TaskAnswer.Refused;
  }
}
