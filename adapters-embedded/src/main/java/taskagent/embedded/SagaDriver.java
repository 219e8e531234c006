package taskagent.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import taskagent.domain.Backoff;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaMachine.Transition;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepResult;
import taskagent.json.Events;
import taskagent.json.SagaStateJson;

/**
 * Drives sagas. Each transaction drives a saga until it has to call a receiver, wait or end, and
 * commits effects, journal and state together. Calls to receivers are made between transactions,
 * each on a virtual thread.
 */
final class SagaDriver {

  private static final System.Logger LOG = System.getLogger(SagaDriver.class.getName());
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(2));

  private final Writer writer;
  private final Threads threads;
  private final SqliteTasks tasks;
  private final Notifier notifier;
  private final InstantSource clock;
  private final DueSignal due;
  private final CallLimiter limiter;
  private final Waiters waiters;
  private final Phaser outside = new Phaser(1);
  private final Set<Long> driven = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  SagaDriver(
      Writer writer,
      Threads threads,
      SqliteTasks tasks,
      Notifier notifier,
      InstantSource clock,
      DueSignal due,
      CallLimiter limiter,
      Waiters waiters) {
    this.writer = writer;
    this.threads = threads;
    this.tasks = tasks;
    this.notifier = notifier;
    this.clock = clock;
    this.due = due;
    this.limiter = limiter;
    this.waiters = waiters;
  }

  /** Where a transaction has left a saga. */
  sealed interface Reached {

    /**
     * The saga has to call a receiver now.
     *
     * @param interrupted true if an earlier process may have made this call already
     * @param trace the saga's trace
     */
    record Outside(
        long workflow,
        WorkflowRun run,
        List<StepCall> calls,
        boolean interrupted,
        Optional<String> trace)
        implements Reached {}

    /** The saga waits for the time in its row. */
    record Waiting() implements Reached {}

    /** The saga has ended. */
    record End(WorkflowId id) implements Reached {}
  }

  /** Drives a new saga as far as this transaction can. */
  Reached begin(Transaction transaction, long workflow, WorkflowRun run, boolean slot)
      throws SQLException {
    return drive(
        transaction,
        workflow,
        run,
        new JournaledRuntime(
            transaction, workflow, run, true, false, Optional.empty(), onTasks(transaction), clock),
        slot,
        false);
  }

  /**
   * Drives a saga that waits as far as this transaction can.
   *
   * @param slot true if the caller has a slot for a call to a receiver; otherwise the {@link
   *     DueLoop} makes such a call
   */
  Reached advance(Transaction transaction, WorkflowRow row, boolean cancelRequested, boolean slot)
      throws SQLException {
    return drive(
        transaction,
        row.number(),
        row.run(),
        new JournaledRuntime(
            transaction,
            row.number(),
            row.run(),
            false,
            cancelRequested,
            Optional.empty(),
            onTasks(transaction),
            clock),
        slot,
        row.interrupted());
  }

  /** Drives a saga on after a call to a receiver, whose slot the caller has. */
  private Reached advance(
      Transaction transaction, Reached.Outside call, List<StepResult> fromOutside)
      throws SQLException {
    return drive(
        transaction,
        call.workflow(),
        call.run(),
        new JournaledRuntime(
            transaction,
            call.workflow(),
            call.run(),
            false,
            cancelRequested(transaction, call.workflow()),
            Optional.of(fromOutside),
            onTasks(transaction),
            clock),
        true,
        false);
  }

  private StepExecutor onTasks(Transaction transaction) {
    return new StepExecutor(tasks.in(transaction), notifier);
  }

  private Reached drive(
      Transaction transaction,
      long workflow,
      WorkflowRun run,
      JournaledRuntime runtime,
      boolean slot,
      boolean interrupted)
      throws SQLException {
    var at = TaskProcessing.loop(run).drive(run.id().value(), runtime);
    runtime.checkDriven();
    runtime.report(at.state());
    return save(transaction, workflow, run, at, slot, interrupted);
  }

  private Reached save(
      Transaction transaction,
      long workflow,
      WorkflowRun run,
      Transition at,
      boolean slot,
      boolean interrupted)
      throws SQLException {
    return switch (at.directive()) {
      case Directive.Finish _ -> {
        update(transaction, workflow, run, at.state(), Optional.empty());
        publish(transaction, run, at.state());
        yield new Reached.End(run.id());
      }
      case Directive.Wait(_, var until) -> {
        wait(transaction, workflow, run, at.state(), until);
        yield new Reached.Waiting();
      }
      case Directive.Run _ when !slot -> {
        long due = interrupted ? WorkflowRow.INTERRUPTED : clock.millis();
        update(transaction, workflow, run, at.state(), Optional.of(due));
        yield new Reached.Waiting();
      }
      case Directive.Run(_, var calls) -> {
        update(transaction, workflow, run, at.state(), Optional.of(WorkflowRow.DRIVEN));
        yield new Reached.Outside(workflow, run, calls, interrupted, Trace.here());
      }
    };
  }

  /** Stores a wait. It counts from now, though the clock was set since the saga's last input. */
  private void wait(
      Transaction transaction, long workflow, WorkflowRun run, SagaState state, Instant until)
      throws SQLException {
    long length = Math.max(0, Duration.between(state.updatedAt(), until).toMillis());
    long wakeAt = Math.min(until.toEpochMilli(), clock.millis() + length);
    update(transaction, workflow, run, state, Optional.of(wakeAt));
    transaction.update("UPDATE workflow SET wait = ? WHERE number = ?", length, workflow);
    due.expect(Instant.ofEpochMilli(wakeAt));
  }

  private void update(
      Transaction transaction,
      long workflow,
      WorkflowRun run,
      SagaState state,
      Optional<Long> wakeAt)
      throws SQLException {
    transaction.update(
        "UPDATE workflow SET state = ?, wake_at = ?, ended_at = ? WHERE number = ?",
        SagaStateJson.write(state),
        wakeAt,
        wakeAt.isPresent() ? Optional.empty() : Optional.of(clock.instant()),
        workflow);
    ChangeLog.addRun(transaction, run.id().value(), clock.instant());
  }

  private void publish(Transaction transaction, WorkflowRun run, SagaState state)
      throws SQLException {
    var result = WorkflowResult.of(run, state);
    if (result.isEmpty()) {
      return;
    }
    if (result.get().status().compensated()) {
      SqliteOutbox.add(transaction, Events.compensated(run, result.get(), state.updatedAt()));
    }
  }

  /** Continues where a committed transaction has left a saga. Takes over the caller's slot. */
  void goOn(Reached reached) {
    switch (reached) {
      case Reached.Outside call -> callOutside(call);
      case Reached.Waiting() -> limiter.giveBack();
      case Reached.End(var id) -> {
        limiter.giveBack();
        waiters.ended(id);
      }
    }
  }

  /** Returns the row numbers of the sagas that call a receiver now. */
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
            var reached = Trace.within(call.trace(), () -> callReceiver(call));
            driven.remove(call.workflow());
            goOn(reached);
          } catch (RuntimeException e) {
            driven.remove(call.workflow());
            limiter.giveBack();
            defect(call.run().id(), e);
          } finally {
            outside.arriveAndDeregister();
          }
        });
  }

  private Reached callReceiver(Reached.Outside call) {
    return tellUntilTaken(call, results(call));
  }

  /** Runs the step. If the task cannot be read, nobody was called, and the step is put off. */
  private List<StepResult> results(Reached.Outside call) {
    try {
      return new StepExecutor(tasks, notifier).run(call.calls(), call.run(), call.interrupted());
    } catch (Unavailable e) {
      return List.of(StepResult.unavailable(call.calls(), clock.instant(), e.reason()));
    }
  }

  /** Retries while the database is unavailable, because the call's result must not be lost. */
  private Reached tellUntilTaken(Reached.Outside call, List<StepResult> results) {
    for (int attempt = 1; ; attempt++) {
      try {
        return writer.write(transaction -> advance(transaction, call, results));
      } catch (Unavailable e) {
        if (closing || !threads.pause(BACKOFF.after(attempt))) {
          return new Reached.Waiting(); // the next start continues it
        }
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

  /** Stops a run that cannot continue because of a defect. Its task stays as it is. */
  void defect(WorkflowId id, RuntimeException why) {
    LOG.log(System.Logger.Level.ERROR, () -> "workflow " + id + " is stopped by a defect", why);
    try {
      writer.write(
          transaction -> {
            ChangeLog.addRun(transaction, id.value(), clock.instant());
            return transaction.update(
                "UPDATE workflow SET wake_at = NULL, ended_at = ?, defect = ? WHERE id = ?",
                clock.instant(),
                "a defect keeps the workflow from going on; the log says more",
                id.value());
          });
      waiters.ended(id);
    } catch (Unavailable e) {
      LOG.log(
          System.Logger.Level.WARNING, "cannot store that workflow {0} is stopped by a defect", id);
    }
  }

  /** Waits for calls to receivers, at most this long. */
  void close(Duration callsMayTake) {
    closing = true;
    int phase = outside.arrive();
    try {
      outside.awaitAdvanceInterruptibly(phase, callsMayTake.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} sagas were interrupted and continue at the next start",
          limiter.taken());
    }
  }
}
