package taskagent.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import taskagent.domain.run.RunId;

/**
 * Finds sagas that are driven according to the database, but that no thread drives. This happens
 * when a commit is reported as failed and is durable anyway, for example on a failing disk: the
 * client gets "unavailable", but the saga exists. It continues without a restart.
 */
final class OrphanSweep {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final SagaDriver driver;
  private Set<RunId> suspects = Set.of();
  private Instant lookedAt;

  OrphanSweep(Database database, Writer writer, InstantSource clock, SagaDriver driver) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.driver = driver;
    this.lookedAt = clock.instant();
  }

  /** Makes the sagas due that no thread drove at the last sweep, and that no thread drives now. */
  void sweep() {
    // Absolute, so that a clock that is set back does not stop the sweeps.
    if (Duration.between(lookedAt, clock.instant()).abs().compareTo(LOOK_EVERY) < 0) {
      return;
    }
    lookedAt = clock.instant();
    var now =
        new HashSet<>(
            database.list(
                "SELECT id FROM workflow WHERE wake_at = " + WorkflowRow.DRIVEN,
                row -> new RunId(row.getString(1))));
    now.removeAll(driver.driven());
    for (var workflow : now) {
      if (suspects.contains(workflow)) { // once may be a saga between two threads
        writer.write(
            transaction ->
                transaction.update(
                    "UPDATE workflow SET wake_at = ? WHERE id = ? AND wake_at = ?",
                    WorkflowRow.INTERRUPTED,
                    workflow.value(),
                    WorkflowRow.DRIVEN));
      }
    }
    suspects = Set.copyOf(now);
  }
}
