package taskagent.domain.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;

/** Workflows in a map. Accepts or refuses; {@link InMemoryDriver} drives what was accepted. */
final class InMemoryWorkflows implements Workflows {

  private final Store store;
  private final InMemoryDriver driver;
  private final InstantSource clock;

  InMemoryWorkflows(Store store, InMemoryDriver driver, InstantSource clock) {
    this.store = store;
    this.driver = driver;
    this.clock = clock;
  }

  @Override
  public Started start(TaskRequest request) {
    var id = WorkflowId.of(request.taskId());
    Run run;
    synchronized (store) {
      var known = Optional.ofNullable(store.runs.get(id)).map(r -> r.run);
      if (known.isPresent()) {
        return known.get().request().equals(request)
            ? new Started.Accepted(id)
            : new Started.Conflict(taken(request, known.get()));
      }
      run = insert(id, request, 1);
    }
    driver.drive(run);
    return new Started.Accepted(id);
  }

  private static String taken(TaskRequest request, WorkflowRun known) {
    return known.request().taskId().equals(request.taskId())
        ? "task " + request.taskId() + " is known; see POST /workflows/" + known.id() + "/retry"
        : known.id() + " is taken by a retry of task " + known.request().taskId();
  }

  @Override
  public Optional<Workflow> find(WorkflowId id) {
    synchronized (store) {
      return Optional.ofNullable(store.runs.get(id)).map(Run::workflow);
    }
  }

  @Override
  public Optional<Workflow> await(WorkflowId id, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (store) {
      long left = end - System.nanoTime();
      while (left > 0 && find(id).filter(w -> w.status() == Workflow.Status.RUNNING).isPresent()) {
        if (!waited(left)) {
          break;
        }
        left = end - System.nanoTime();
      }
      return find(id);
    }
  }

  private boolean waited(long nanos) {
    try {
      store.wait(Math.max(1, nanos / 1_000_000));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Cancelled cancel(WorkflowId id) {
    Run run;
    synchronized (store) {
      var known = Optional.ofNullable(store.runs.get(id));
      if (known.isEmpty()) {
        return new Cancelled.Unknown();
      }
      run = known.get();
      if (run.workflow().status() != Workflow.Status.RUNNING) {
        return new Cancelled.Ended("workflow " + id + " has ended");
      }
      run.cancelRequested = true;
      if (run.wakeAt.isEmpty()) {
        return new Cancelled.Accepted(); // somebody drives it, and it hears of it afterwards
      }
      run.wakeAt = Optional.empty(); // it is ours to drive
    }
    driver.drive(run);
    return new Cancelled.Accepted();
  }

  @Override
  public Retried retry(WorkflowId id, Corrections corrections) {
    Run run;
    synchronized (store) {
      var known = Optional.ofNullable(store.runs.get(id));
      if (known.isEmpty()) {
        return new Retried.Unknown();
      }
      var earlier = known.get();
      var request = corrections.apply(earlier.run.request());
      var next = after(earlier);
      if (next.isPresent()) {
        return next.get().run.request().equals(request)
            ? new Retried.Accepted(next.get().run.id())
            : new Retried.Conflict(id + " was tried again as " + next.get().run.id());
      }
      if (earlier.workflow().result().map(r -> r.status() == Outcome.COMPLETED).orElse(true)) {
        return new Retried.Conflict("workflow " + id + " still runs or is completed");
      }
      int number = earlier.number + 1;
      while (store.runs.containsKey(WorkflowId.of(request.taskId(), number))) {
        number++;
      }
      run = insert(WorkflowId.of(request.taskId(), number), request, number);
    }
    driver.drive(run);
    return new Retried.Accepted(run.run.id());
  }

  private Optional<Run> after(Run earlier) {
    return List.copyOf(store.runs.values()).stream()
        .filter(run -> run.run.request().taskId().equals(earlier.run.request().taskId()))
        .filter(run -> run.number > earlier.number)
        .min(Comparator.comparing(run -> run.number));
  }

  private Run insert(WorkflowId id, TaskRequest request, int number) {
    var run = new Run(new WorkflowRun(id, request, clock.instant()), number);
    store.runs.put(id, run);
    driver.begin(run);
    return run;
  }
}
