package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import taskagent.domain.engine.Drive;
import taskagent.domain.engine.JournaledDriver;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Permit;
import taskagent.domain.engine.Reached;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;

/**
 * Drives sagas as the embedded engine does. It runs from the journal until it must wait or call the
 * outside. It makes that call without the store's monitor, and then continues.
 */
final class InMemoryDriver {

  /** Lets every run call the outside. */
  private static final Optional<Permit> ANY_NUMBER = Optional.of(() -> {});

  private final InMemoryStore store;
  private final Kinds kinds;
  private final StepExecutor executor;
  private final InMemoryOutbox outbox;
  private final InstantSource clock;
  private final Executor outside;
  private final JournaledDriver driver;
  private volatile boolean stopped;

  InMemoryDriver(
      InMemoryStore store,
      Kinds kinds,
      StepExecutor executor,
      InMemoryOutbox outbox,
      InstantSource clock,
      Executor outside) {
    this.store = store;
    this.kinds = kinds;
    this.executor = executor;
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
    List<InMemoryRun> due;
    synchronized (store) {
      due =
          store.runs.values().stream()
              .filter(run -> run.wakeAt.filter(at -> !at.isAfter(clock.instant())).isPresent())
              .toList();
      due.forEach(run -> run.wakeAt = Optional.empty()); // this thread drives them
    }
    due.forEach(this::drive);
    return !due.isEmpty();
  }

  /** Drives every saga that has not ended. */
  void recover() {
    List<InMemoryRun> unfinished;
    synchronized (store) {
      unfinished =
          store.runs.values().stream()
              .filter(run -> run.defect.isEmpty() && !run.state.orElseThrow().ended())
              .toList();
    }
    unfinished.forEach(run -> drive(run, Drive.on(run.wakeAt.isEmpty(), ANY_NUMBER)));
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
    if (reached.isPresent() && reached.get() instanceof Reached.Outside call) {
      outside.execute(
          () ->
              drive(
                  run, Drive.after(ran(run, call.directive(), call.interrupted()), call.permit())));
    }
  }

  /** A lost answer is a transient failure: the step may have taken effect. */
  private List<StepResult> ran(InMemoryRun run, Directive.Run directive, boolean interrupted) {
    try {
      return executor.run(directive, run.run, interrupted);
    } catch (Unavailable e) {
      return List.of(StepResult.failed(directive.calls().getFirst().step(), e.reason(), true));
    }
  }

  /** Drives a saga in the store's monitor; returns nothing if a defect stops it. */
  private Optional<Reached> advance(InMemoryRun run, Drive drive) {
    try {
      var reached = driver.drive(run, run.run, directive -> ran(run, directive, false), drive);
      if (reached instanceof Reached.Ended(_, var state)) {
        published(run, state);
      }
      return Optional.of(reached);
    } catch (SagaDefect e) {
      run.defect = Optional.of(String.valueOf(e.getMessage()));
      return Optional.empty();
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
