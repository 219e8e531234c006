package taskagent.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.KnownRun;
import taskagent.domain.engine.Permit;
import taskagent.domain.engine.Reached;
import taskagent.domain.engine.RunStore;
import taskagent.domain.port.Trace;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Signal;
import taskagent.json.JournalJson;
import taskagent.json.KindsJson;

/**
 * Runs in SQLite. The transaction that accepts a request also drives its saga up to the first call
 * to a receiver, so both share a commit.
 */
final class SqliteRuns implements RunStore<SqliteRuns.Known> {

  private final Kinds kinds;
  private final Transaction.Row<WorkflowRow> rows;
  private final Database database;
  private final Writer writer;
  private final SagaDriver driver;
  private final CallLimiter limiter;
  private final Waiters waiters;

  SqliteRuns(
      Kinds kinds,
      Database database,
      Writer writer,
      SagaDriver driver,
      CallLimiter limiter,
      Waiters waiters) {
    this.kinds = kinds;
    this.rows = WorkflowRow.of(kinds);
    this.database = database;
    this.writer = writer;
    this.driver = driver;
    this.limiter = limiter;
    this.waiters = waiters;
  }

  @Override
  public Optional<RunView> find(RunId id) {
    var found =
        database.first(
            "SELECT" + WorkflowRow.COLUMNS + "WHERE id = ?",
            row -> rows.of(row).view(),
            id.value());
    if (found.isEmpty()) {
      RemovedIds.check(database, id);
    }
    return found;
  }

  @Override
  public Optional<RunView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    waiters.await(id, atMost, () -> over(id), stop);
    return find(id);
  }

  /** Returns true if there is nothing to wait for, without reading the documents of the run. */
  private boolean over(RunId id) {
    return database
        .first(
            "SELECT wake_at IS NULL OR defect IS NOT NULL FROM workflow WHERE id = ?",
            row -> row.getInt(1) != 0,
            id.value())
        .orElse(true);
  }

  /** The answer of a transaction, and where it has left the saga, if it drove one. */
  private record Driven<T>(T answer, Optional<Reached> reached) {}

  @Override
  public <T> T in(Function<Session<Known>, T> useCase) {
    var permit = limiter.take();
    var request = AuditedRequest.here();
    try {
      var driven =
          writer.write(
              transaction -> {
                var session = new InTransaction(transaction, permit);
                var answer = useCase.apply(session);
                request.ifPresent(audited -> audited.record(transaction, answer));
                return new Driven<>(answer, session.reached);
              });
      driver.goOn(driven.reached(), permit);
      return driven.answer();
    } catch (RuntimeException e) {
      permit.ifPresent(Permit::close);
      throw e;
    }
  }

  /** A row, and how to read others in the same transaction. */
  record Known(WorkflowRow row, Function<RunId, Optional<WorkflowRow>> others) implements KnownRun {

    @Override
    public Run run() {
      return row.run();
    }

    @Override
    public int attempt() {
      return row.attempt();
    }

    @Override
    public Optional<Run> retriedAs() {
      return row.retriedAs().flatMap(others).map(WorkflowRow::run);
    }

    @Override
    public RunView view() {
      return row.view();
    }
  }

  private Optional<WorkflowRow> selected(Transaction transaction, RunId id) {
    return Sql.in(
        () -> {
          var found =
              transaction.first("SELECT" + WorkflowRow.COLUMNS + "WHERE id = ?", rows, id.value());
          if (found.isEmpty()) {
            RemovedIds.check(transaction, id);
          }
          return found;
        });
  }

  /** Drives at most one saga: the one that a use case is about. */
  private final class InTransaction implements Session<Known> {

    private final Transaction transaction;
    private final Optional<Permit> permit;
    private Optional<Reached> reached = Optional.empty();

    InTransaction(Transaction transaction, Optional<Permit> permit) {
      this.transaction = transaction;
      this.permit = permit;
    }

    @Override
    public Optional<Known> known(RunId id) {
      return selected(transaction, id)
          .map(row -> new Known(row, other -> selected(transaction, other)));
    }

    @Override
    public boolean taken(RunId id) {
      return Sql.in(
          () ->
              transaction
                      .first("SELECT 1 FROM workflow WHERE id = ?", _ -> true, id.value())
                      .isPresent()
                  || RemovedIds.removedAt(transaction, id).isPresent());
    }

    @Override
    public boolean insert(Run run, int attempt) {
      var number = Sql.in(() -> inserted(run, attempt));
      number.ifPresent(row -> reached = Optional.of(driver.begin(transaction, row, run, permit)));
      return number.isPresent();
    }

    private Optional<Long> inserted(Run run, int attempt) throws SQLException {
      RemovedIds.check(transaction, run.id());
      return transaction.first(
          "INSERT INTO workflow (id, run, request, state, trace, kind) VALUES (?, ?, ?, '', ?, ?)"
              + " ON CONFLICT (id) DO NOTHING RETURNING number",
          row -> row.getLong(1),
          run.id().value(),
          attempt,
          KindsJson.write(kinds, run),
          Trace.here(),
          run.kind().wireName());
    }

    @Override
    public void begin(Known known) {
      // The transaction that stored it has begun it.
    }

    @Override
    public boolean retryAs(Known known, Run next) {
      Sql.run(
          () ->
              transaction.update(
                  "UPDATE workflow SET retried_as = ? WHERE number = ?",
                  next.id().value(),
                  known.row().number()));
      return true;
    }

    @Override
    public boolean cancel(Known known) {
      var row = known.row();
      Sql.run(
          () ->
              transaction.update(
                  "UPDATE workflow SET cancel_requested = 1 WHERE number = ?", row.number()));
      driveOn(row, true);
      return true;
    }

    @Override
    public boolean signal(Known known, Signal signal) {
      var row = known.row();
      Sql.run(
          () ->
              transaction.update(
                  "INSERT INTO signal (workflow, id, name, payload) VALUES (?, ?, ?, ?)",
                  row.number(),
                  signal.id(),
                  signal.name(),
                  signal.payload()));
      driveOn(row, row.cancelRequested());
      return true;
    }

    @Override
    public boolean signalled(Known known, String signal) {
      var row = known.row();
      return row.current().generation().seen().contains(signal)
          || Sql.in(() -> waits(row, signal) || journaled(row, signal));
    }

    private boolean waits(WorkflowRow row, String signal) throws SQLException {
      return transaction
          .first(
              "SELECT 1 FROM signal WHERE workflow = ? AND id = ?", _ -> true, row.number(), signal)
          .isPresent();
    }

    private boolean journaled(WorkflowRow row, String signal) throws SQLException {
      return transaction
          .list(
              "SELECT entry FROM journal WHERE workflow = ?",
              entry -> JournalJson.read(entry.getString(1)),
              row.number())
          .stream()
          .flatMap(List::stream)
          .anyMatch(input -> input.brings(signal));
    }

    /** Moves the end of the wait into the past, and has the journal find that it is over. */
    @Override
    public void retryNow(Known known, Directive.Wait wait) {
      var row = known.row();
      Sql.run(
          () ->
              transaction.update(
                  "UPDATE workflow SET wake_at = ? WHERE number = ? AND wake_at > 0",
                  WorkflowRow.ENDED_EARLY,
                  row.number()));
      driveOn(row, row.cancelRequested());
    }

    private void driveOn(WorkflowRow row, boolean cancelRequested) {
      if (row.canGoOn()) {
        reached = Optional.of(driver.advance(transaction, row, cancelRequested, permit));
      } // else it learns of it later
    }
  }
}
