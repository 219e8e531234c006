package taskagent.domain.processing;

import java.time.Instant;

/**
 * One run of the task saga: what it was given, and when. Everything that its steps do follows from
 * this.
 *
 * @param acceptedAt when the request was accepted; the deadline counts from here, however late its
 *     step runs (spec §2)
 */
public record WorkflowRun(WorkflowId id, TaskRequest request, Instant acceptedAt) {

  /** By when the task is to be done. */
  public Instant deadline() {
    return acceptedAt.plusSeconds(request.deadlineSeconds());
  }
}
