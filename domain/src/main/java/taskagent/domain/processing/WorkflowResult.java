package taskagent.domain.processing;

import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;

/** What a run came to, in words for clients (spec §5). */
public record WorkflowResult(TaskId taskId, Outcome status, String message) {}
