package taskagent.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds sagas that stand in the database as being driven although nobody drives them. That can be
 * when a commit failed and was durable all the same, as on a disk that fails: whoever asked heard
 * "not now", and the saga is there. It is to go on, and not only at the next start.
 */
final class Orphans {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final SagaDriver driver;
  private Set<Long> suspects = Set.of();
  private Instant lookedAt;

  Orphans(Database database, Writer writer, InstantSource clock, SagaDriver driver) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.driver = driver;
    this.lookedAt = clock.instant();
  }

  /** Sets those due that nobody drove when it looked before, and nobody drives now. */
  void sweep() {
    // A clock that is set back must not make it wait for what was the time.
    if (Duration.between(lookedAt, clock.instant()).abs().compareTo(LOOK_EVERY) < 0) {
      return;
    }
    lookedAt = clock.instant();
    var now =
        new HashSet<>(
            database.list(
                "SELECT number FROM workflow WHERE wake_at = " + WorkflowRow.DRIVEN,
                row -> row.getLong(1)));
    now.removeAll(driver.driven());
    for (var workflow : now) {
      if (suspects.contains(workflow)) { // once may be a saga that is just being handed over
        writer.write(
            transaction ->
                transaction.update(
                    "UPDATE workflow SET wake_at = 0 WHERE number = ? AND wake_at = "
                        + WorkflowRow.DRIVEN,
                    workflow));
      }
    }
    suspects = Set.copyOf(now);
  }
}
