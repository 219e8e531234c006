package taskagent.domain.task;

import java.time.Instant;

/** What a decision asks its host to do about the task's reminder, the durable timer. */
public sealed interface ReminderEffect {

  /** Leave it as it is. */
  record Keep() implements ReminderEffect {}

  /** Have it fire at this time, instead of any other. */
  record Set(Instant at) implements ReminderEffect {}

  /** There is to be none. */
  record Cancel() implements ReminderEffect {}
}
