package taskagent.domain.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.audit.Recorder.Change;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunDetails;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Signal;

/** The workflows for callers, whose accepted requests are recorded before they get the answer. */
public final class AuditedWorkflows implements Workflows {

  private final Workflows workflows;
  private final Recorder tasks;
  private final Recorder runs;

  /** Records what callers change with these workflows. */
  public AuditedWorkflows(Workflows workflows, AuditLog log) {
    this.workflows = workflows;
    this.tasks = new Recorder(log, AuditKind.TASK);
    this.runs = new Recorder(log, AuditKind.WORKFLOW);
  }

  @Override
  public Started start(TaskRequest request) {
    return tasks.recorded(
        () -> workflows.start(request),
        Started.Accepted.class,
        accepted ->
            Change.once(
                AuditAction.PROCESS,
                request.taskId().value(),
                accepted.id().value(),
                "process/" + accepted.id()));
  }

  @Override
  public Optional<Workflow> find(RunId id) {
    return workflows.find(id);
  }

  @Override
  public Optional<Workflow> await(RunId id, Duration atMost, BooleanSupplier stop) {
    return workflows.await(id, atMost, stop);
  }

  @Override
  public Optional<RunDetails> details(RunId id, Duration atMost, BooleanSupplier stop) {
    return workflows.details(id, atMost, stop);
  }

  @Override
  public Cancelled cancel(RunId id) {
    return runs.recorded(
        () -> workflows.cancel(id),
        Cancelled.Accepted.class,
        _ -> Change.each(AuditAction.CANCEL, id.value()));
  }

  /** A repeated request may be one whose entry was not recorded, because the process died. */
  @Override
  public Retried retry(RunId id, Corrections corrections) {
    return runs.recorded(
        () -> workflows.retry(id, corrections),
        answer ->
            switch (answer) {
              case Retried.Accepted(var next) -> List.of(retried(id, next));
              case Retried.Repeated(var next) -> List.of(retried(id, next));
              default -> List.of();
            });
  }

  private static Change retried(RunId id, RunId next) {
    return Change.once(AuditAction.RETRY, id.value(), next.value(), "retry/" + next);
  }

  @Override
  public RetriedNow retryNow(RunId id) {
    return runs.recorded(
        () -> workflows.retryNow(id),
        RetriedNow.Accepted.class,
        _ -> Change.each(AuditAction.RETRY_NOW, id.value()));
  }

  @Override
  public Signalled signal(RunId id, Signal signal) {
    return runs.recorded(
        () -> workflows.signal(id, signal),
        Signalled.Accepted.class,
        _ ->
            Change.once(
                AuditAction.SIGNAL, id.value(), signal.name(), "signal/" + id + "/" + signal.id()));
  }
}
