package taskagent.domain.processing;

import java.time.Instant;

/**
 * The input of one run of the task saga, which determines everything that its steps do.
 *
 * @param acceptedAt the time at which the request was accepted; the deadline counts from it,
 *     however late its step runs (specification §2)
 * @param notifyPolicy the policy of the notify step when the run was accepted
 */
public record WorkflowRun(
    WorkflowId id, TaskRequest request, Instant acceptedAt, NotifyPolicy notifyPolicy) {

  /** Creates a run with the default policy. */
  public WorkflowRun(WorkflowId id, TaskRequest request, Instant acceptedAt) {
    this(id, request, acceptedAt, NotifyPolicy.DEFAULT);
  }

  /** Returns the deadline of the task. */
  public Instant deadline() {
    return acceptedAt.plusSeconds(request.deadlineSeconds());
  }
}
