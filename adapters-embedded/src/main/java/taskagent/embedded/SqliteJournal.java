package taskagent.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.Journal;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.json.JournalJson;
import taskagent.json.KindsJson;
import taskagent.json.SagaStateJson;

/** The journal of a run in its tables, in one transaction. */
final class SqliteJournal implements Journal {

  private final Kinds kinds;
  private final Transaction transaction;
  private final long workflow;
  private final Run run;
  private final boolean cancelRequested;
  private final InstantSource clock;
  private final DueSignal due;

  /**
   * Creates a journal.
   *
   * @param workflow the number of the run's row
   */
  SqliteJournal(
      Kinds kinds,
      Transaction transaction,
      long workflow,
      Run run,
      boolean cancelRequested,
      InstantSource clock,
      DueSignal due) {
    this.kinds = kinds;
    this.transaction = transaction;
    this.workflow = workflow;
    this.run = run;
    this.cancelRequested = cancelRequested;
    this.clock = clock;
    this.due = due;
  }

  @Override
  public List<Entry> entries() {
    return Sql.in(
        () ->
            transaction.list(
                "SELECT key, entry FROM journal WHERE workflow = ? ORDER BY seq",
                row -> new Entry(row.getString(1), JournalJson.read(row.getString(2))),
                workflow));
  }

  @Override
  public void append(int position, Entry entry) {
    Sql.run(
        () ->
            transaction.update(
                "INSERT INTO journal (workflow, seq, key, entry) VALUES (?, ?, ?, ?)",
                workflow,
                position,
                entry.key(),
                JournalJson.write(entry.inputs())));
  }

  @Override
  public boolean cancelRequested() {
    return cancelRequested;
  }

  @Override
  public List<Signal> takeSignals() {
    return Sql.in(
        () -> {
          var signals =
              transaction.list(
                  "SELECT id, name, payload FROM signal WHERE workflow = ? ORDER BY seq",
                  row -> new Signal(row.getString(1), row.getString(2), row.getString(3)),
                  workflow);
          if (!signals.isEmpty()) {
            transaction.update("DELETE FROM signal WHERE workflow = ?", workflow);
          }
          return signals;
        });
  }

  @Override
  public List<ChildEnd> takeChildEnds() {
    return Sql.in(
        () -> {
          var ends =
              transaction.list(
                  "SELECT run, outcome FROM child_end WHERE workflow = ? ORDER BY seq",
                  row ->
                      new ChildEnd(
                          new RunId(row.getString(1)), Outcome.ofWireName(row.getString(2))),
                  workflow);
          if (!ends.isEmpty()) {
            transaction.update("DELETE FROM child_end WHERE workflow = ?", workflow);
          }
          return ends;
        });
  }

  @Override
  public boolean waitIsOver(Instant now) {
    return Sql.in(
        () ->
            transaction
                .first(
                    "SELECT 1 FROM workflow WHERE number = ? AND wake_at BETWEEN 0 AND ?"
                        + " AND wait > 0",
                    _ -> true,
                    workflow,
                    now)
                .orElse(false));
  }

  @Override
  public void report(SagaProgress progress) {
    transaction.report(activity -> activity.sagaProgressed(run, progress));
  }

  @Override
  public void save(SagaState state, Next next) {
    switch (next) {
      case Next.WakeAt(var until) -> wait(state, until);
      case Next.AwaitsChildren() -> {
        update(state, Optional.of(WorkflowRow.FAR));
        Sql.run(
            () ->
                transaction.update(
                    "UPDATE workflow SET wait = ? WHERE number = ?", WorkflowRow.FAR, workflow));
      }
      case Next.Due(var interrupted) ->
          update(state, Optional.of(interrupted ? WorkflowRow.INTERRUPTED : clock.millis()));
      case Next.Calls() -> update(state, Optional.of(WorkflowRow.DRIVEN));
      case Next.Ends() -> update(state, Optional.empty());
    }
  }

  /** Makes the next generation due. It does not wait, so its row has no wait that can be over. */
  @Override
  public void restart(Run next, SagaState begun) {
    var now = clock.instant();
    Sql.run(
        () -> {
          transaction.update("DELETE FROM journal WHERE workflow = ?", workflow);
          transaction.update(
              "UPDATE workflow SET continued = ?, state = ?, wake_at = ?, wait = 0"
                  + " WHERE number = ?",
              KindsJson.write(kinds, next),
              SagaStateJson.write(begun),
              now,
              workflow);
          ChangeLog.addRun(transaction, next.id().value(), now);
        });
  }

  /** Stores a wait. It counts from now, though the clock was set since the saga's last input. */
  private void wait(SagaState state, Instant until) {
    long length = Math.max(0, Duration.between(state.updatedAt(), until).toMillis());
    long wakeAt = Math.min(until.toEpochMilli(), clock.millis() + length);
    update(state, Optional.of(wakeAt));
    Sql.run(
        () ->
            transaction.update("UPDATE workflow SET wait = ? WHERE number = ?", length, workflow));
    due.expect(Instant.ofEpochMilli(wakeAt));
  }

  private void update(SagaState state, Optional<Long> wakeAt) {
    var now = clock.instant();
    Sql.run(
        () -> {
          transaction.update(
              "UPDATE workflow SET state = ?, wake_at = ?, ended_at = ? WHERE number = ?",
              SagaStateJson.write(state),
              wakeAt,
              wakeAt.isPresent() ? Optional.empty() : Optional.of(now),
              workflow);
          ChangeLog.addRun(transaction, run.id().value(), now);
        });
  }
}
