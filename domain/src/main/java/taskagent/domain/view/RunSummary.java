package taskagent.domain.view;

import java.time.Instant;
import java.util.Optional;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/**
 * A run in a list.
 *
 * @param result empty before the end of the run, and after a defect
 * @param step the step that runs, waits or failed
 * @param attempts how often it, or its compensation, was attempted
 * @param waitingFor why its next attempt is delayed: {@code retry} or {@code not_now}
 * @param requestedBy who asked for its task; empty if nobody had to say who they are
 */
public record RunSummary(
    RunId id,
    TaskId task,
    Workflow.Status status,
    Optional<WorkflowResult> result,
    Optional<String> step,
    int attempts,
    Optional<String> waitingFor,
    Instant acceptedAt,
    Instant updatedAt,
    Optional<String> requestedBy) {

  /** Creates a run of which nobody knows who asked for its task. */
  public RunSummary(
      RunId id,
      TaskId task,
      Workflow.Status status,
      Optional<WorkflowResult> result,
      Optional<String> step,
      int attempts,
      Optional<String> waitingFor,
      Instant acceptedAt,
      Instant updatedAt) {
    this(
        id,
        task,
        status,
        result,
        step,
        attempts,
        waitingFor,
        acceptedAt,
        updatedAt,
        Optional.empty());
  }
}
