package taskagent.domain.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import taskagent.domain.engine.ChildRuns;
import taskagent.domain.engine.Drive;
import taskagent.domain.engine.Journal.ChildEnd;
import taskagent.domain.engine.JournaledDriver;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Permit;
import taskagent.domain.engine.Reached;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;

/**
 * Drives sagas as the embedded engine does. It runs from the journal until it must wait or call the
 * outside. It makes that call without the store's monitor, and then continues.
 */
final class InMemoryDriver {

  /** When a run wakes that a parent or a child has woken. */
  private static final Instant AT_ONCE = Instant.MIN;

  /** Lets every run call the outside. */
  private static final Optional<Permit> ANY_NUMBER = Optional.of(() -> {});

  private final InMemoryStore store;
  private final Kinds kinds;
  private final Tasks tasks;
  private final InMemoryOutbox outbox;
  private final InstantSource clock;
  private final Executor outside;
  private final JournaledDriver driver;
  private volatile boolean stopped;

  InMemoryDriver(
      InMemoryStore store,
      Kinds kinds,
      Tasks tasks,
      InMemoryOutbox outbox,
      InstantSource clock,
      Executor outside) {
    this.store = store;
    this.kinds = kinds;
    this.tasks = tasks;
    this.outbox = outbox;
    this.clock = clock;
    this.outside = outside;
    this.driver = new JournaledDriver(kinds, clock);
  }

  /** Sets the first state of a new run, so that clients see it. */
  void begin(InMemoryRun run) {
    run.state = Optional.of(kinds.begin(run.run));
  }

  /** Drives a saga as far as possible. */
  void drive(InMemoryRun run) {
    drive(run, Drive.on(false, ANY_NUMBER));
  }

  /** Drives every saga whose wait is over; returns true if there was one. */
  boolean takeDue() {
    return takeDue(clock.instant());
  }

  /** Drives the children that were started or cancelled, and the parents whose children ended. */
  void driveFamilies() {
    while (takeDue(AT_ONCE)) {}
  }

  private boolean takeDue(Instant now) {
    List<InMemoryRun> due;
    synchronized (store) {
      due =
          store.runs.values().stream()
              .filter(run -> run.wakeAt.filter(at -> !at.isAfter(now)).isPresent())
              .toList();
      due.forEach(run -> run.wakeAt = Optional.empty()); // this thread drives them
    }
    due.forEach(this::drive);
    return !due.isEmpty();
  }

  /** Drives every saga that has not ended. */
  void recover() {
    record Found(InMemoryRun run, boolean interrupted) {}
    List<Found> unfinished;
    synchronized (store) {
      unfinished =
          store.runs.values().stream()
              .filter(run -> run.defect.isEmpty() && !run.state.orElseThrow().ended())
              .map(run -> new Found(run, run.wakeAt.isEmpty()))
              .toList();
      unfinished.forEach(found -> found.run().wakeAt = Optional.empty()); // this thread drives them
    }
    unfinished.forEach(found -> drive(found.run(), Drive.on(found.interrupted(), ANY_NUMBER)));
  }

  /** Drops all work in progress, as in a crash. */
  void stop() {
    stopped = true;
  }

  private void drive(InMemoryRun run, Drive drive) {
    Optional<Reached> reached;
    synchronized (store) {
      if (stopped) {
        return;
      }
      reached = advance(run, drive);
      outbox.publish();
      store.notifyAll();
    }
    if (reached.isEmpty()) {
      return;
    }
    switch (reached.get()) {
      case Reached.Outside call ->
          outside.execute(
              () -> {
                var results = ran(run, call.directive(), call.interrupted());
                drive(run, Drive.after(results, call.permit()));
                driveFamilies();
              });
      case Reached.Continued _ -> drive(run);
      case Reached.Waiting _, Reached.Ended _ -> {}
    }
  }

  /** A lost answer is a transient failure: the step may have taken effect. */
  private List<StepResult> ran(InMemoryRun run, Directive.Run directive, boolean interrupted) {
    try {
      return new StepExecutor(kinds, tasks, new Children(run))
          .run(directive, run.current, interrupted);
    } catch (Unavailable e) {
      return List.of(StepResult.failed(directive.calls().getFirst().step(), e.reason(), true));
    }
  }

  /** Drives a saga in the store's monitor; returns nothing if a defect stops it. */
  private Optional<Reached> advance(InMemoryRun run, Drive drive) {
    try {
      var reached = driver.drive(run, run.current, directive -> ran(run, directive, false), drive);
      if (reached instanceof Reached.Ended(_, var state)) {
        published(run, state);
        tellParent(run, state);
      }
      return Optional.of(reached);
    } catch (SagaDefect e) {
      run.defect = Optional.of(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void tellParent(InMemoryRun run, SagaState end) {
    run.parent.ifPresent(
        parent -> {
          parent.childEnds.add(new ChildEnd(run.run.id(), end.outcome().orElseThrow()));
          parent.wakeAt = parent.wakeAt.map(_ -> AT_ONCE);
        });
  }

  /** The children of a run. They are due, and are not driven while the parent is. */
  private final class Children implements ChildRuns {

    private final InMemoryRun parent;

    Children(InMemoryRun parent) {
      this.parent = parent;
    }

    @Override
    public boolean start(Run child, Parent by) {
      if (store.runs.containsKey(child.id())) {
        return false;
      }
      var row = new InMemoryRun(child, 1);
      row.parent = Optional.of(parent);
      row.wakeAt = Optional.of(AT_ONCE);
      begin(row);
      store.runs.put(child.id(), row);
      return true;
    }

    @Override
    public void cancel(RunId child, Parent by) {
      var row = Optional.ofNullable(store.runs.get(child)).orElseThrow();
      row.cancelRequested = true;
      row.wakeAt = row.wakeAt.map(_ -> AT_ONCE);
    }
  }

  private void published(InMemoryRun run, SagaState end) {
    if (run.run instanceof WorkflowRun task) {
      WorkflowResult.of(task, end)
          .filter(result -> result.status().compensated())
          .ifPresent(result -> outbox.add(task, result, end.updatedAt()));
    }
  }
}
