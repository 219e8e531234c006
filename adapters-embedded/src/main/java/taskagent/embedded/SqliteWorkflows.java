package taskagent.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.engine.RunRefusals;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.embedded.SagaDriver.Reached;
import taskagent.json.RunJson;

/**
 * Workflows in SQLite. The transaction that accepts a request also drives its saga up to the first
 * call to a receiver, so both share a commit.
 */
final class SqliteWorkflows implements Workflows {

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final SagaDriver driver;
  private final CallLimiter limiter;
  private final Waiters waiters;
  private final NotifyPolicy notify;

  SqliteWorkflows(
      Database database,
      Writer writer,
      InstantSource clock,
      SagaDriver driver,
      CallLimiter limiter,
      Waiters waiters,
      NotifyPolicy notify) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.driver = driver;
    this.limiter = limiter;
    this.waiters = waiters;
    this.notify = notify;
  }

  /** The answer of a transaction, and where it has left the saga, if it drove one. */
  private record Driven<T>(T answer, Optional<Reached> reached) {
    static <T> Driven<T> not(T answer) {
      return new Driven<>(answer, Optional.empty());
    }
  }

  /** Work that may drive a saga, which may have to call a receiver. */
  @FunctionalInterface
  private interface Driving<T> {
    Driven<T> in(Transaction transaction, boolean slot) throws SQLException;
  }

  @Override
  public Started start(TaskRequest request) {
    return drive((transaction, slot) -> start(transaction, slot, request));
  }

  @Override
  public Cancelled cancel(WorkflowId id) {
    return drive((transaction, slot) -> cancel(transaction, slot, id));
  }

  @Override
  public Retried retry(WorkflowId id, Corrections corrections) {
    return drive((transaction, slot) -> retry(transaction, slot, id, corrections));
  }

  @Override
  public Optional<Workflow> find(WorkflowId id) {
    var found =
        database.first(
            "SELECT" + WorkflowRow.COLUMNS + "WHERE id = ?",
            row -> WorkflowRow.of(row).workflow(),
            id.value());
    if (found.isEmpty()) {
      RemovedIds.check(database, id);
    }
    return found;
  }

  @Override
  public Optional<Workflow> await(WorkflowId id, Duration atMost, BooleanSupplier stop) {
    var now = find(id);
    if (now.isEmpty() || ended(now)) {
      return now;
    }
    waiters.await(id, atMost, () -> ended(find(id)), stop);
    return find(id);
  }

  private static boolean ended(Optional<Workflow> workflow) {
    return workflow.filter(w -> w.status() == Workflow.Status.RUNNING).isEmpty();
  }

  private <T> T drive(Driving<T> driving) {
    boolean slot = limiter.take();
    try {
      var driven = writer.write(transaction -> driving.in(transaction, slot));
      if (slot) {
        driven.reached().ifPresentOrElse(driver::goOn, limiter::giveBack);
      } else {
        driven.reached().ifPresent(this::tell);
      }
      return driven.answer();
    } catch (RuntimeException e) {
      if (slot) {
        limiter.giveBack();
      }
      throw e;
    }
  }

  private void tell(Reached reached) {
    if (reached instanceof Reached.End(var id)) {
      waiters.ended(id);
    }
  }

  private Driven<Started> start(Transaction transaction, boolean slot, TaskRequest request)
      throws SQLException {
    var id = WorkflowId.of(request.taskId());
    var known = row(transaction, id);
    if (known.isPresent()) {
      var run = known.get().run();
      return Driven.not(
          run.request().equals(request)
              ? new Started.Accepted(id)
              : RunRefusals.taken(request, run));
    }
    RemovedIds.check(transaction, id);
    var run = new WorkflowRun(id, request, clock.instant(), notify);
    return new Driven<>(new Started.Accepted(id), Optional.of(begin(transaction, slot, run, 1)));
  }

  private Reached begin(Transaction transaction, boolean slot, WorkflowRun run, int attempt)
      throws SQLException {
    long number =
        transaction
            .first(
                "INSERT INTO workflow (id, run, request, state, trace) VALUES (?, ?, ?, '', ?)"
                    + " RETURNING number",
                row -> row.getLong(1),
                run.id().value(),
                attempt,
                RunJson.write(run),
                Trace.here())
            .orElseThrow();
    return driver.begin(transaction, number, run, slot);
  }

  private Driven<Cancelled> cancel(Transaction transaction, boolean slot, WorkflowId id)
      throws SQLException {
    var known = row(transaction, id);
    if (known.isEmpty()) {
      RemovedIds.check(transaction, id);
      return Driven.not(new Cancelled.Unknown());
    }
    var row = known.get();
    return switch (row.standing()) {
      case ENDED, DEFECT -> Driven.not(RunRefusals.ended(id));
      case DRIVEN -> { // it learns of it after its call
        requestCancel(transaction, row);
        yield Driven.not(new Cancelled.Accepted());
      }
      case WAITING -> {
        requestCancel(transaction, row);
        var reached = Trace.within(row.trace(), () -> driver.advance(transaction, row, true, slot));
        yield new Driven<>(new Cancelled.Accepted(), Optional.of(reached));
      }
    };
  }

  private static void requestCancel(Transaction transaction, WorkflowRow row) throws SQLException {
    transaction.update("UPDATE workflow SET cancel_requested = 1 WHERE number = ?", row.number());
  }

  private Driven<Retried> retry(
      Transaction transaction, boolean slot, WorkflowId id, Corrections corrections)
      throws SQLException {
    var known = row(transaction, id);
    if (known.isEmpty()) {
      RemovedIds.check(transaction, id);
      return Driven.not(new Retried.Unknown());
    }
    var row = known.get();
    var request = corrections.apply(row.run().request());
    if (row.retriedAs().isPresent()) {
      var next = row.retriedAs().get();
      return Driven.not(
          row(transaction, next).filter(r -> r.run().request().equals(request)).isPresent()
              ? new Retried.Repeated(next)
              : RunRefusals.retriedAs(id, next));
    }
    var refusal = RunRefusals.notToRetry(id, row.status(), () -> row.workflow().result());
    if (refusal.isPresent()) {
      return Driven.not(refusal.get());
    }
    int attempt = row.attempt() + 1;
    while (taken(transaction, WorkflowId.of(request.taskId(), attempt))) {
      attempt++; // another task's id has the form of this retry's id
    }
    var next = WorkflowId.of(request.taskId(), attempt);
    transaction.update(
        "UPDATE workflow SET retried_as = ? WHERE number = ?", next.value(), row.number());
    var run = new WorkflowRun(next, request, clock.instant(), notify);
    return new Driven<>(
        new Retried.Accepted(next), Optional.of(begin(transaction, slot, run, attempt)));
  }

  private static boolean taken(Transaction transaction, WorkflowId id) throws SQLException {
    return row(transaction, id).isPresent() || RemovedIds.removedAt(transaction, id).isPresent();
  }

  private static Optional<WorkflowRow> row(Transaction transaction, WorkflowId id)
      throws SQLException {
    return transaction.first(
        "SELECT" + WorkflowRow.COLUMNS + "WHERE id = ?", WorkflowRow::of, id.value());
  }
}
