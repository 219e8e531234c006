package taskagent.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaMachine.Transition;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepResult;
import taskagent.json.Events;
import taskagent.json.SagaStateJson;

/**
 * Drives sagas: each transaction takes a saga as far as it can go without the outside, and commits
 * effects, journal and record together. Calls to the outside are made between transactions, on a
 * virtual thread each.
 */
final class SagaDriver {

  private static final System.Logger LOG = System.getLogger(SagaDriver.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Writer writer;
  private final Threads threads;
  private final SqliteTasks tasks;
  private final Notifier notifier;
  private final InstantSource clock;
  private final Due due;
  private final Slots slots;
  private final Waiters waiters;
  private final Counters counters;
  private final Phaser outside = new Phaser(1);
  private final Set<Long> driven = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  SagaDriver(
      Writer writer,
      Threads threads,
      SqliteTasks tasks,
      Notifier notifier,
      InstantSource clock,
      Due due,
      Slots slots,
      Waiters waiters,
      Counters counters) {
    this.writer = writer;
    this.threads = threads;
    this.tasks = tasks;
    this.notifier = notifier;
    this.clock = clock;
    this.due = due;
    this.slots = slots;
    this.waiters = waiters;
    this.counters = counters;
  }

  /** How far a transaction took a saga. */
  sealed interface Reached {

    /** Up to a call to the outside, which is to be made now. */
    record Outside(long workflow, WorkflowRun run, List<StepCall> calls) implements Reached {}

    /** Up to a time, which stands in its row. */
    record Waiting() implements Reached {}

    /** To its end. */
    record End(WorkflowId id) implements Reached {}
  }

  /**
   * Takes a saga as far as it can go in this transaction. The row must exist.
   *
   * @param workflow the number of its row
   * @param fromOutside how the call went at which it was parked
   * @param slot whether the caller has a slot for a call to the outside; without one, such a call
   *     is left to the loop that takes what is due
   */
  Reached advance(
      Transaction transaction,
      long workflow,
      WorkflowRun run,
      boolean cancelRequested,
      Optional<List<StepResult>> fromOutside,
      boolean slot)
      throws SQLException {
    var onTasks = new StepExecutor(tasks.in(transaction), notifier);
    var runtime =
        new JournaledRuntime(
            transaction, workflow, run, cancelRequested, fromOutside, onTasks, clock);
    var at = TaskProcessing.loop(run).drive(run.id().value(), runtime);
    runtime.checkDriven();
    return save(transaction, workflow, run, at, slot);
  }

  private Reached save(
      Transaction transaction, long workflow, WorkflowRun run, Transition at, boolean slot)
      throws SQLException {
    return switch (at.directive()) {
      case Directive.Finish _ -> {
        update(transaction, workflow, at.state(), Optional.empty());
        publish(transaction, run, at.state());
        yield new Reached.End(run.id());
      }
      case Directive.Wait(_, var until) -> {
        update(transaction, workflow, at.state(), Optional.of(until.toEpochMilli()));
        due.expect(until);
        yield new Reached.Waiting();
      }
      case Directive.Run(_) when !slot -> {
        update(transaction, workflow, at.state(), Optional.of(clock.millis()));
        yield new Reached.Waiting();
      }
      case Directive.Run(var calls) -> {
        update(transaction, workflow, at.state(), Optional.of(WorkflowRow.DRIVEN));
        yield new Reached.Outside(workflow, run, calls);
      }
    };
  }

  private static void update(
      Transaction transaction, long workflow, SagaState state, Optional<Long> wakeAt)
      throws SQLException {
    transaction.update(
        "UPDATE workflow SET state = ?, wake_at = ? WHERE number = ?",
        SagaStateJson.write(state),
        wakeAt,
        workflow);
  }

  private void publish(Transaction transaction, WorkflowRun run, SagaState state)
      throws SQLException {
    var result = TaskProcessing.result(run, state);
    if (result.isEmpty()) {
      return;
    }
    counters.outcome(result.get().status());
    if (result.get().status().compensated()) {
      Outbox.add(transaction, Events.compensated(run, result.get(), state.updatedAt()));
    }
  }

  /** Goes on from where a committed transaction took a saga; owns the caller's slot. */
  void goOn(Reached reached) {
    switch (reached) {
      case Reached.Outside call -> callOutside(call);
      case Reached.Waiting() -> slots.giveBack();
      case Reached.End(var id) -> {
        slots.giveBack();
        waiters.ended(id);
      }
    }
  }

  /** The rows of the sagas that are out calling somebody. */
  Set<Long> driven() {
    return Set.copyOf(driven);
  }

  private void callOutside(Reached.Outside call) {
    outside.register();
    driven.add(call.workflow());
    threads.start(
        "saga-" + call.run().id(),
        () -> {
          try {
            var results = new StepExecutor(tasks, notifier).run(call.calls(), call.run());
            var reached = tellUntilTaken(call, results);
            driven.remove(call.workflow());
            goOn(reached);
          } catch (RuntimeException e) {
            driven.remove(call.workflow());
            slots.giveBack();
            defect(call.run().id(), e);
          } finally {
            outside.arriveAndDeregister();
          }
        });
  }

  /** What was done outside is not to be forgotten because the database is out of reach. */
  private Reached tellUntilTaken(Reached.Outside call, List<StepResult> results) {
    var pause = FIRST_PAUSE;
    while (true) {
      try {
        return writer.write(
            transaction ->
                advance(
                    transaction,
                    call.workflow(),
                    call.run(),
                    cancelRequested(transaction, call.workflow()),
                    Optional.of(results),
                    true));
      } catch (Unavailable e) {
        if (closing || !threads.pause(pause)) {
          return new Reached.Waiting(); // the next start finds it where its journal ends
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private static boolean cancelRequested(Transaction transaction, long workflow)
      throws SQLException {
    return transaction
        .first(
            "SELECT cancel_requested FROM workflow WHERE number = ?",
            row -> row.getInt(1) != 0,
            workflow)
        .orElse(false);
  }

  /** Sets a run aside that a defect keeps from going on; its task stays as it is. */
  void defect(WorkflowId id, RuntimeException why) {
    LOG.log(System.Logger.Level.ERROR, () -> "workflow " + id + " cannot go on", why);
    try {
      writer.write(
          transaction ->
              transaction.update(
                  "UPDATE workflow SET wake_at = NULL, defect = ? WHERE id = ?",
                  "a defect keeps the workflow from going on; the log says more",
                  id.value()));
      waiters.ended(id);
    } catch (Unavailable e) {
      LOG.log(System.Logger.Level.WARNING, "could not set workflow {0} aside", id);
    }
  }

  /** Lets calls to the outside end, if they do not take longer than that. */
  void close(Duration callsMayTake) {
    closing = true;
    int phase = outside.arrive();
    try {
      outside.awaitAdvanceInterruptibly(phase, callsMayTake.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.log(System.Logger.Level.INFO, "{0} sagas go on at the next start", slots.taken());
    }
  }
}
