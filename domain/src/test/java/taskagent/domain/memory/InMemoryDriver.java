package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.StepResult;

/**
 * Drives sagas as the embedded engine does: from the journal up to where nothing can be done now,
 * then the call to the outside, without the store's monitor, then on.
 */
final class InMemoryDriver {

  private final Store store;
  private final StepExecutor executor;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Executor outside;
  private volatile boolean stopped;

  InMemoryDriver(
      Store store, StepExecutor executor, Outbox outbox, InstantSource clock, Executor outside) {
    this.store = store;
    this.executor = executor;
    this.outbox = outbox;
    this.clock = clock;
    this.outside = outside;
  }

  /** Gives a new run its first state, so that clients see it. */
  void begin(Run run) {
    var machine = new SagaMachine(TaskProcessing.SAGA);
    run.state = Optional.of(machine.start(run.run.id().value(), run.run.acceptedAt()).state());
  }

  /** Drives a saga as far as it goes. */
  void drive(Run run) {
    drive(run, Optional.empty());
  }

  /** Drives every saga that waits no longer; whether there was any. */
  boolean takeDue() {
    List<Run> due;
    synchronized (store) {
      due =
          store.runs.values().stream()
              .filter(run -> run.wakeAt.filter(at -> !at.isAfter(clock.instant())).isPresent())
              .toList();
      due.forEach(run -> run.wakeAt = Optional.empty()); // they are ours to drive
    }
    due.forEach(this::drive);
    return !due.isEmpty();
  }

  /** Drives everything on that had not ended. */
  void recover() {
    List<Run> unfinished;
    synchronized (store) {
      unfinished =
          store.runs.values().stream()
              .filter(run -> run.defect.isEmpty() && !run.workflow().state().ended())
              .toList();
    }
    unfinished.forEach(this::drive);
  }

  /** What is under way is forgotten, as in a crash. */
  void stop() {
    stopped = true;
  }

  private void drive(Run run, Optional<List<StepResult>> fromOutside) {
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
        directive -> outside.execute(() -> drive(run, Optional.of(executed(directive, run)))));
  }

  /** An answer that never came may have been either. */
  private List<StepResult> executed(Directive.Run directive, Run run) {
    try {
      return executor.run(directive.calls(), run.run);
    } catch (Unavailable e) {
      var step = directive.calls().getFirst().step();
      return List.of(new StepResult.Failed(step, e.reason(), true));
    }
  }

  /** The call to the outside that the saga stands at, if it does. */
  private Optional<Directive.Run> advance(Run run, Optional<List<StepResult>> fromOutside) {
    try {
      var results = new Once(fromOutside);
      var runtime =
          new JournalingRuntime(
              run.journal,
              run.run.acceptedAt(),
              clock,
              run.cancelRequested,
              directive ->
                  directive.calls().getFirst().place() == Place.OUTSIDE
                      ? results.take()
                      : Optional.of(executed(directive, run)));
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

  private void published(Run run, Directive.Finish finish) {
    if (finish.outcome().compensated()) {
      run.workflow()
          .result()
          .ifPresent(result -> outbox.add(run.run, result, run.workflow().state().updatedAt()));
    }
  }

  /** Results that answer one directive and no other. */
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
