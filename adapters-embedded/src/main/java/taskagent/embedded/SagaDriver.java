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
import taskagent.domain.Backoff;
import taskagent.domain.engine.Drive;
import taskagent.domain.engine.JournaledDriver;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Permit;
import taskagent.domain.engine.Reached;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.json.Events;

/**
 * Drives sagas. Each transaction drives a saga until it has to call a receiver, wait or end, and
 * commits effects, journal and state together. Calls to receivers are made between transactions,
 * each on a virtual thread.
 */
final class SagaDriver {

  private static final System.Logger LOG = System.getLogger(SagaDriver.class.getName());
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(2));

  private final Kinds kinds;
  private final Writer writer;
  private final Threads threads;
  private final SqliteTasks tasks;
  private final InstantSource clock;
  private final DueSignal due;
  private final CallLimiter limiter;
  private final Waiters waiters;
  private final JournaledDriver driver;
  private final Phaser outside = new Phaser(1);
  private final Set<RunId> driven = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  SagaDriver(
      Kinds kinds,
      Writer writer,
      Threads threads,
      SqliteTasks tasks,
      InstantSource clock,
      DueSignal due,
      CallLimiter limiter,
      Waiters waiters) {
    this.kinds = kinds;
    this.writer = writer;
    this.threads = threads;
    this.tasks = tasks;
    this.clock = clock;
    this.due = due;
    this.limiter = limiter;
    this.waiters = waiters;
    this.driver = new JournaledDriver(kinds, clock);
  }

  /** Drives a new saga as far as this transaction can. */
  Reached begin(Transaction transaction, long workflow, Run run, Optional<Permit> permit) {
    return drive(transaction, workflow, run, false, Drive.first(permit));
  }

  /**
   * Drives a saga that waits as far as this transaction can.
   *
   * @param permit for a call to a receiver; without one, the {@link DueLoop} makes such a call
   */
  Reached advance(
      Transaction transaction, WorkflowRow row, boolean cancelRequested, Optional<Permit> permit) {
    var drive = Drive.on(row.interrupted(), permit);
    return Trace.within(
        row.trace(), () -> drive(transaction, row.number(), row.current(), cancelRequested, drive));
  }

  /** Drives a saga on after a call to a receiver. */
  private Reached advance(
      Transaction transaction, Reached.Outside call, List<StepResult> fromOutside)
      throws SQLException {
    record Row(long number, boolean cancelRequested) {}
    var row =
        transaction
            .first(
                "SELECT number, cancel_requested FROM workflow WHERE id = ?",
                found -> new Row(found.getLong(1), found.getInt(2) != 0),
                call.run().id().value())
            .orElseThrow();
    var drive = Drive.after(fromOutside, call.permit());
    return drive(transaction, row.number(), call.run(), row.cancelRequested(), drive);
  }

  private Reached drive(
      Transaction transaction, long workflow, Run run, boolean cancelRequested, Drive drive) {
    var journal = new SqliteJournal(kinds, transaction, workflow, run, cancelRequested, clock, due);
    var children = new SqliteChildren(kinds, transaction, workflow, clock, due);
    var steps = new StepExecutor(kinds, tasks.in(transaction), children);
    var reached = driver.drive(journal, run, directive -> steps.run(directive, run), drive);
    if (reached instanceof Reached.Ended(_, var state)) {
      publish(transaction, run, state);
      var outcome = state.outcome().orElseThrow();
      Sql.run(() -> SqliteChildren.tellParent(transaction, run.id(), outcome, clock, due));
    }
    return reached;
  }

  private static void publish(Transaction transaction, Run run, SagaState end) {
    Events.ended(run, end)
        .ifPresent(
            event ->
                Sql.run(
                    () -> {
                      SqliteOutbox.add(transaction, event);
                    }));
  }

  /**
   * Continues where a committed transaction has left a saga, if it drove one.
   *
   * @param permit that of the drive; it is closed unless the saga needs it
   */
  void goOn(Optional<Reached> reached, Optional<Permit> permit) {
    if (reached.isPresent() && reached.get() instanceof Reached.Outside call) {
      callOutside(call);
      return;
    }
    permit.ifPresent(Permit::close);
    if (reached.isPresent()) {
      switch (reached.get()) {
        case Reached.Ended(var run, _) -> waiters.ended(run.id());
        case Reached.Continued _ -> due.expect(clock.instant());
        case Reached.Outside _, Reached.Waiting _ -> {}
      }
    }
  }

  /** Returns the sagas that call a receiver now. */
  Set<RunId> driven() {
    return Set.copyOf(driven);
  }

  private void callOutside(Reached.Outside call) {
    outside.register();
    var id = call.run().id();
    driven.add(id);
    threads.start(
        "saga-" + id,
        () -> {
          try {
            var reached = Trace.within(call.trace(), () -> callReceiver(call));
            driven.remove(id);
            goOn(Optional.of(reached), Optional.of(call.permit()));
          } catch (RuntimeException e) {
            driven.remove(id);
            call.permit().close();
            defect(id, e);
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
    var steps = new StepExecutor(kinds, tasks);
    try {
      return steps.run(call.directive(), call.run(), call.interrupted());
    } catch (Unavailable e) {
      return steps.unavailable(call.directive(), call.run(), clock.instant(), e.reason());
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

  /** Stops a run that cannot continue because of a defect. Its task stays as it is. */
  void defect(RunId id, RuntimeException why) {
    LOG.log(System.Logger.Level.ERROR, () -> "workflow " + id + " is stopped by a defect", why);
    try {
      writer.write(
          transaction -> {
            ChangeLog.addRun(transaction, id.value(), clock.instant());
            // What it has done is not compensated.
            SqliteChildren.tellParent(transaction, id, Outcome.COMPENSATION_FAILED, clock, due);
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
