package taskagent.domain.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.engine.RunRefusals;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;

/** Workflows in a map. Accepts or refuses requests; {@link InMemoryDriver} drives the runs. */
final class InMemoryWorkflows implements Workflows {

  private final InMemoryStore store;
  private final InMemoryDriver driver;
  private final InstantSource clock;

  InMemoryWorkflows(InMemoryStore store, InMemoryDriver driver, InstantSource clock) {
    this.store = store;
    this.driver = driver;
    this.clock = clock;
  }

  @Override
  public Started start(TaskRequest request) {
    var id = WorkflowId.of(request.taskId());
    InMemoryRun run;
    synchronized (store) {
      var known = Optional.ofNullable(store.runs.get(id)).map(r -> r.run);
      if (known.isPresent()) {
        return known.get().request().equals(request)
            ? new Started.Accepted(id)
            : RunRefusals.taken(request, known.get());
      }
      run = insert(id, request, 1);
    }
    driver.drive(run);
    return new Started.Accepted(id);
  }

  @Override
  public Optional<Workflow> find(WorkflowId id) {
    synchronized (store) {
      return Optional.ofNullable(store.runs.get(id)).map(InMemoryRun::workflow);
    }
  }

  @Override
  public Optional<Workflow> await(WorkflowId id, Duration atMost, BooleanSupplier stop) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (store) {
      long left = end - System.nanoTime();
      while (left > 0 && find(id).filter(w -> w.status() == Workflow.Status.RUNNING).isPresent()) {
        if (stop.getAsBoolean() || !waited(Math.min(left, STOP_ASKED_EVERY.toNanos()))) {
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
    InMemoryRun run;
    synchronized (store) {
      var known = Optional.ofNullable(store.runs.get(id));
      if (known.isEmpty()) {
        return new Cancelled.Unknown();
      }
      run = known.get();
      if (run.workflow().status() != Workflow.Status.RUNNING) {
        return RunRefusals.ended(id);
      }
      run.cancelRequested = true;
      if (run.wakeAt.isEmpty()) {
        return new Cancelled.Accepted(); // the thread that drives it sees the request afterwards
      }
      run.wakeAt = Optional.empty(); // this thread drives it
    }
    driver.drive(run);
    return new Cancelled.Accepted();
  }

  @Override
  public Retried retry(WorkflowId id, Corrections corrections) {
    InMemoryRun run;
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
            ? new Retried.Repeated(next.get().run.id())
            : RunRefusals.retriedAs(id, next.get().run.id());
      }
      var refusal =
          RunRefusals.notToRetry(
              id, earlier.workflow().status(), () -> earlier.workflow().result());
      if (refusal.isPresent()) {
        return refusal.get();
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

  private Optional<InMemoryRun> after(InMemoryRun earlier) {
    return List.copyOf(store.runs.values()).stream()
        .filter(run -> run.run.request().taskId().equals(earlier.run.request().taskId()))
        .filter(run -> run.number > earlier.number)
        .min(Comparator.comparing(run -> run.number));
  }

  private InMemoryRun insert(WorkflowId id, TaskRequest request, int number) {
    var run = new InMemoryRun(new WorkflowRun(id, request, clock.instant()), number);
    store.runs.put(id, run);
    driver.begin(run);
    return run;
  }
}
