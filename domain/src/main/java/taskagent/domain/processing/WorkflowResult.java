package taskagent.domain.processing;

import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;

/** The result of a run, with a message for clients (specification §5). */
public record WorkflowResult(TaskId taskId, Outcome status, String message) {}
