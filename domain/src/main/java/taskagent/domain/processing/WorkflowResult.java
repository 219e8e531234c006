package taskagent.domain.processing;

import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;

/**
 * The result of a run, with a message for clients (specification §5).
 *
 * @param notified false if the run completed, but nobody was notified
 */
public record WorkflowResult(TaskId taskId, Outcome status, String message, boolean notified) {}
