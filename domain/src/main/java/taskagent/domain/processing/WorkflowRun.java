package taskagent.domain.processing;

import java.time.Instant;

/**
 * The input of one run of the task saga, which determines everything that its steps do.
 *
 * @param acceptedAt the time at which the request was accepted; the deadline counts from it,
 *     however late its step runs (specification §2)
 */
public record WorkflowRun(WorkflowId id, TaskRequest request, Instant acceptedAt) {

  /** Returns the deadline of the task. */
  public Instant deadline() {
    return acceptedAt.plusSeconds(request.deadlineSeconds());
  }
}
