package taskagent.embedded;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds sagas that stand in the database as being driven although nobody drives them. That can be
 * when a commit failed and was durable all the same, as on a disk that fails: whoever asked heard
 * "not now", and the saga is there. It is to go on, and not only at the next start.
 */
final class Orphans {

  private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final Database database;
  private final Writer writer;
  private final SagaDriver driver;
  private Set<Long> suspects = Set.of();
  private long lookedAt = System.nanoTime();

  Orphans(Database database, Writer writer, SagaDriver driver) {
    this.database = database;
    this.writer = writer;
    this.driver = driver;
  }

  /** Sets those due that nobody drove when it looked before, and nobody drives now. */
  void sweep() {
    if (System.nanoTime() - lookedAt < LOOK_EVERY_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
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
