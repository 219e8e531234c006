package taskagent.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskStatus;

/**
 * Counts the tasks that are open or overdue. The status of a task has no index, so the tasks that
 * were there at the start are counted once, in the background and on a snapshot; each change since
 * the start is added.
 */
final class TaskCounts implements Activity, Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(TaskCounts.class.getName());
  private static final long CLOSES_WITHIN_MILLIS = 1_000;

  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE status NOT IN ('overdue', 'completed', 'cancelled')),
             count(*) FILTER (WHERE status = 'overdue')
      FROM (SELECT json_extract(doc, '$.status') AS status FROM task)
      """;

  private final Connection snapshot;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final LongAdder open = new LongAdder();
  private final LongAdder overdue = new LongAdder();
  private final Thread thread;
  private volatile boolean counted;
  private volatile @Nullable Statement counting;

  /** Takes the snapshot; nothing may be written until then. */
  TaskCounts(Database database) {
    this.snapshot = database.snapshot();
    this.thread = Thread.ofPlatform().name("taskagent-count").daemon().unstarted(this::turn);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public boolean turn() {
    if (!begun.compareAndSet(false, true)) {
      return false;
    }
    count();
    return true;
  }

  @Override
  public void close() {
    try {
      if (begun.compareAndSet(false, true)) {
        Database.release(snapshot);
      }
      var statement = counting;
      if (statement != null) {
        statement.cancel();
      }
      thread.join(CLOSES_WITHIN_MILLIS);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "the count had ended: {0}", Sql.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void taskChanged(TaskEvent event) {
    event.from().ifPresent(status -> add(status, -1));
    add(event.to(), 1);
  }

  @Override
  public void sagaProgressed(Run run, SagaProgress progress) {}

  @Override
  public void messageAnswered(UserId user, long seq) {}

  Metric metric() {
    return Metric.gauge(
        "taskagent_tasks",
        "Tasks that are not finished: open, or overdue because their deadline has passed.",
        List.of(sample("open", open), sample("overdue", overdue)));
  }

  private Metric.Sample sample(String state, LongAdder count) {
    return new Metric.Sample(
        Map.of("state", state),
        () -> {
          if (!counted) {
            throw Unavailable.outOfReach("the tasks are not counted yet");
          }
          return count.sum();
        });
  }

  private void count() {
    try (var statement = snapshot.createStatement()) {
      counting = statement;
      try (var row = statement.executeQuery(COUNT)) {
        if (row.next()) {
          open.add(row.getLong(1));
          overdue.add(row.getLong(2));
          counted = true;
        }
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot count the tasks: {0}", Sql.reason(e));
    } finally {
      counting = null;
      Database.release(snapshot);
    }
  }

  private void add(TaskStatus status, int change) {
    switch (status) {
      case PENDING, ASSIGNED, IN_PROGRESS -> open.add(change);
      case OVERDUE -> overdue.add(change);
      case COMPLETED, CANCELLED -> {}
    }
  }
}
