package taskagent.embedded;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import taskagent.domain.engine.ChildRuns;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Trace;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaProgress;
import taskagent.json.KindsJson;
import taskagent.json.SagaStateJson;

/**
 * The child runs of a run, in one transaction. A child is a row that is due, so the {@link DueLoop}
 * drives it, and not the transaction of its parent.
 */
final class SqliteChildren implements ChildRuns {

  private final Kinds kinds;
  private final Transaction transaction;
  private final long parent;
  private final InstantSource clock;
  private final DueSignal due;

  /**
   * Creates the access to children.
   *
   * @param parent the number of the parent's row
   */
  SqliteChildren(
      Kinds kinds, Transaction transaction, long parent, InstantSource clock, DueSignal due) {
    this.kinds = kinds;
    this.transaction = transaction;
    this.parent = parent;
    this.clock = clock;
    this.due = due;
  }

  /** The step of the parent commits together with its child, so it starts the child once. */
  @Override
  public boolean start(Run child, Parent by) {
    boolean free = Sql.in(() -> inserted(child));
    if (free) {
      transaction.report(a -> a.sagaProgressed(child, new SagaProgress.Started()));
      wakeLoop(transaction, clock.instant(), due);
    }
    return free;
  }

  private boolean inserted(Run child) throws SQLException {
    var now = clock.instant();
    if (RemovedIds.removedAt(transaction, child.id()).isPresent()) {
      return false;
    }
    int rows =
        transaction.update(
            "INSERT INTO workflow"
                + " (id, run, request, state, trace, kind, parent, wake_at, wait)"
                + " VALUES (?, 1, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING",
            child.id().value(),
            KindsJson.write(kinds, child),
            SagaStateJson.write(kinds.begin(child)),
            Trace.here(),
            child.kind().wireName(),
            parent,
            now);
    if (rows > 0) {
      ChangeLog.addRun(transaction, child.id().value(), now);
    }
    return rows > 0;
  }

  /** Makes a child due that waits. One that calls a receiver learns of it afterwards. */
  @Override
  public void cancel(RunId child, Parent by) {
    var now = clock.instant();
    Sql.run(
        () -> {
          transaction.update(
              "UPDATE workflow SET cancel_requested = 1 WHERE id = ? AND parent = ?"
                  + " AND wake_at IS NOT NULL",
              child.value(),
              parent);
          transaction.update(
              "UPDATE workflow SET wake_at = ?, wait = 0 WHERE id = ? AND parent = ?"
                  + " AND wake_at > ?",
              now,
              child.value(),
              parent,
              now);
        });
    wakeLoop(transaction, now, due);
  }

  /** Wakes the loop once the transaction has committed, because it would find nothing before. */
  private static void wakeLoop(Transaction transaction, Instant now, DueSignal due) {
    transaction.report(_ -> due.expect(now));
  }

  /** Tells the parent of a run that the run has ended, if it has a parent that has not ended. */
  static void tellParent(
      Transaction transaction, RunId run, Outcome outcome, InstantSource clock, DueSignal due)
      throws SQLException {
    Optional<Long> parent =
        transaction.first(
            "SELECT p.number FROM workflow c JOIN workflow p ON p.number = c.parent"
                + " WHERE c.id = ? AND p.wake_at IS NOT NULL",
            row -> row.getLong(1),
            run.value());
    if (parent.isEmpty()) {
      return;
    }
    var now = clock.instant();
    transaction.update(
        "INSERT INTO child_end (workflow, run, outcome) VALUES (?, ?, ?)",
        parent.get(),
        run.value(),
        outcome.wireName());
    transaction.update(
        "UPDATE workflow SET wake_at = ?, wait = 0 WHERE number = ? AND wake_at > ?",
        now,
        parent.get(),
        now);
    wakeLoop(transaction, now, due);
  }
}
