package taskagent.domain.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunDetails;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Signal;
import taskagent.domain.task.TaskSnapshot;

/**
 * The runs that the current caller may see: those that it asked for, and those of tasks that are
 * assigned to it. Another's run does not exist.
 */
public final class GuardedWorkflows implements Workflows {

  private final Workflows workflows;
  private final Tasks tasks;

  /** Guards runs. */
  public GuardedWorkflows(Workflows workflows, Tasks tasks) {
    this.workflows = workflows;
    this.tasks = tasks;
  }

  @Override
  public Started start(TaskRequest request) {
    AccessRefused.check(Operation.REQUEST_TASK, new Subject.Any());
    var own = Sight.actor().map(request::by).orElse(request);
    if (!Sight.restricted()) {
      return workflows.start(own);
    }
    return Sight.unlessRemoved(() -> withoutForeign(own, workflows.start(own)), taken(own));
  }

  /** Says of another's task only that its id cannot be used. */
  private Started withoutForeign(TaskRequest request, Started started) {
    return started instanceof Started.Conflict && find(WorkflowId.of(request.taskId())).isEmpty()
        ? taken(request)
        : started;
  }

  private static Started taken(TaskRequest request) {
    return new Started.Conflict(
        "the id " + request.taskId() + " is in use; choose another task_id");
  }

  @Override
  public Optional<Workflow> find(RunId id) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.unlessRemoved(() -> workflows.find(id)).filter(this::shows);
  }

  /** A wait for another's run would tell that it exists. */
  @Override
  public Optional<Workflow> await(RunId id, Duration atMost, BooleanSupplier stop) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? Optional.empty()
        : Sight.unlessRemoved(() -> workflows.await(id, atMost, stop)).filter(this::shows);
  }

  /** A wait for another's run would tell that it exists. */
  @Override
  public Optional<RunDetails> details(RunId id, Duration atMost, BooleanSupplier stop) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? Optional.empty()
        : Sight.unlessRemoved(() -> workflows.details(id, atMost, stop))
            .filter(run -> shows(run.view()));
  }

  @Override
  public Cancelled cancel(RunId id) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? new Cancelled.Unknown()
        : workflows.cancel(id);
  }

  @Override
  public Retried retry(RunId id, Corrections corrections) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? new Retried.Unknown()
        : workflows.retry(id, Sight.actor().map(corrections::by).orElse(corrections));
  }

  @Override
  public RetriedNow retryNow(RunId id) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? new RetriedNow.Unknown()
        : workflows.retryNow(id);
  }

  @Override
  public Signalled signal(RunId id, Signal signal) {
    AccessRefused.check(Operation.CHANGE_TASKS, new Subject.Any());
    return Sight.restricted() && find(id).isEmpty()
        ? new Signalled.Unknown()
        : workflows.signal(id, signal);
  }

  /** Only tasks have owners. */
  private boolean shows(RunView run) {
    return Workflow.of(run).map(this::shows).orElseGet(() -> !Sight.restricted());
  }

  private boolean shows(Workflow run) {
    var requestedBy = run.run().request().requestedBy();
    return Sight.shows(new Subject.OfTask(Optional.empty(), requestedBy))
        || Sight.shows(new Subject.OfTask(assignee(run), requestedBy));
  }

  /** Returns who has the task of a run now; empty if nobody does, or it was not created yet. */
  private Optional<String> assignee(Workflow run) {
    return Sight.unlessRemoved(() -> tasks.find(run.run().request().taskId()))
        .flatMap(TaskSnapshot::assignee);
  }
}
