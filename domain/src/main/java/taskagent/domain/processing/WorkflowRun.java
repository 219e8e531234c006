package taskagent.domain.processing;

import java.time.Instant;
import java.util.List;
import taskagent.domain.run.KindId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.StepResult;

/**
 * The input of one run of the task saga, which determines everything that its steps do.
 *
 * @param kind the version of the saga with which the run began
 * @param acceptedAt the time at which the request was accepted; the deadline counts from it,
 *     however late its step runs (specification §2)
 * @param notifyPolicy the policy of the notify step when the run was accepted
 * @param decided the results of the first local steps when the run was accepted; empty in a run
 *     that an older build accepted, whose local steps decide anew each time the run is driven
 */
public record WorkflowRun(
    RunId id,
    KindId kind,
    TaskRequest request,
    Instant acceptedAt,
    NotifyPolicy notifyPolicy,
    List<StepResult> decided)
    implements Run {

  /** Copies the list. */
  public WorkflowRun {
    decided = List.copyOf(decided);
  }

  /**
   * Returns a run of a request that is accepted now. Its policy and its first decisions are part of
   * the run from now on, so that neither another setting nor another validation changes the course
   * of a run in flight.
   */
  public static WorkflowRun accepted(
      RunId id, TaskRequest request, Instant acceptedAt, NotifyPolicy notifyPolicy) {
    var kind = TaskProcessing.ID;
    var run = new WorkflowRun(id, kind, request, acceptedAt, notifyPolicy, List.of());
    var decided = TaskProcessing.saga(run).decide(run);
    return new WorkflowRun(id, kind, request, acceptedAt, notifyPolicy, decided);
  }

  /** Returns a run of a request that is accepted now, with the default policy. */
  public static WorkflowRun accepted(RunId id, TaskRequest request, Instant acceptedAt) {
    return accepted(id, request, acceptedAt, NotifyPolicy.DEFAULT);
  }

  /** Returns the same run under another id. */
  public WorkflowRun as(RunId other) {
    return new WorkflowRun(other, kind, request, acceptedAt, notifyPolicy, decided);
  }

  @Override
  public TaskRequest input() {
    return request;
  }

  /** Returns the deadline of the task. */
  public Instant deadline() {
    return acceptedAt.plusSeconds(request.deadlineSeconds());
  }
}
