package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.StepResult;

/**
 * Drives sagas as the embedded engine does. It runs from the journal until it must wait or call the
 * outside. It makes that call without the store's monitor, and then continues.
 */
final class InMemoryDriver {

  private final InMemoryStore store;
  private final StepExecutor executor;
  private final InMemoryOutbox outbox;
  private final InstantSource clock;
  private final Executor outside;
  private volatile boolean stopped;

  InMemoryDriver(
      InMemoryStore store,
      StepExecutor executor,
      InMemoryOutbox outbox,
      InstantSource clock,
      Executor outside) {
    this.store = store;
    this.executor = executor;
    this.outbox = outbox;
    this.clock = clock;
    this.outside = outside;
  }

  /** Sets the first state of a new run, so that clients see it. */
  void begin(InMemoryRun run) {
    var machine = new SagaMachine(TaskProcessing.SAGA);
    run.state = Optional.of(machine.start(run.run.id().value(), run.run.acceptedAt()).state());
  }

  /** Drives a saga as far as possible. */
  void drive(InMemoryRun run) {
    drive(run, Optional.empty(), false);
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
              .filter(run -> run.defect.isEmpty() && !run.workflow().state().ended())
              .toList();
    }
    unfinished.forEach(run -> drive(run, Optional.empty(), run.wakeAt.isEmpty()));
  }

  /** Drops all work in progress, as in a crash. */
  void stop() {
    stopped = true;
  }

  /** Drives a saga on. If it was interrupted, the first call may have been made already. */
  private void drive(InMemoryRun run, Optional<List<StepResult>> fromOutside, boolean interrupted) {
    Optional<Directive.Run> call;
    synchronized (store) {
      if (stopped) {
        return;
      }
      call = advance(run, fromOutside);
      outbox.publish();
      store.notifyAll();
    }
    call.ifPresent(
        directive ->
            outside.execute(
                () -> drive(run, Optional.of(executed(directive, run, interrupted)), false)));
  }

  /** A lost answer is a transient failure: the step may have taken effect. */
  private List<StepResult> executed(Directive.Run directive, InMemoryRun run, boolean interrupted) {
    try {
      return executor.run(directive.calls(), run.run, interrupted);
    } catch (Unavailable e) {
      var step = directive.calls().getFirst().step();
      return List.of(StepResult.failed(step, e.reason(), true));
    }
  }

  /** Returns the next call to the outside, if the saga must make one. */
  private Optional<Directive.Run> advance(InMemoryRun run, Optional<List<StepResult>> fromOutside) {
    try {
      var results = new Once(fromOutside);
      var runtime =
          new JournalingRuntime(
              run.journal,
              run.run.acceptedAt(),
              clock,
              run.cancelRequested,
              directive ->
                  directive.place() == Place.OUTSIDE
                      ? results.take()
                      : Optional.of(executed(directive, run, false)));
      var at = TaskProcessing.loop(run.run).drive(run.run.id().value(), runtime);
      run.state = Optional.of(at.state());
      run.wakeAt = Optional.empty();
      return switch (at.directive()) {
        case Directive.Run directive -> Optional.of(directive);
        case Directive.Wait wait -> {
          run.wakeAt = Optional.of(wait.until());
          yield Optional.empty();
        }
        case Directive.Finish finish -> {
          published(run, finish);
          yield Optional.empty();
        }
      };
    } catch (SagaDefect e) {
      run.defect = Optional.of(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void published(InMemoryRun run, Directive.Finish finish) {
    if (finish.outcome().compensated()) {
      run.workflow()
          .result()
          .ifPresent(result -> outbox.add(run.run, result, run.workflow().state().updatedAt()));
    }
  }

  /** Results that answer only one directive. */
  private static final class Once {
    private Optional<List<StepResult>> results;

    Once(Optional<List<StepResult>> results) {
      this.results = results;
    }

    Optional<List<StepResult>> take() {
      var taken = results;
      results = Optional.empty();
      return taken;
    }
  }
}
