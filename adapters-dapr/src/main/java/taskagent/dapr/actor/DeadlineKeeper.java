package taskagent.dapr.actor;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.Documents;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;

/**
 * Reports deadlines that no reminder reported. Every replica has a keeper. It looks at each slot of
 * the index when the slot has been over for a while; which one is next is a document, so that
 * nothing is missed while no replica runs (ADR 26).
 */
public final class DeadlineKeeper implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DeadlineKeeper.class.getName());

  private static final Duration EVERY = Duration.ofSeconds(5);

  /**
   * How long a reminder may take, so that a task becomes overdue within 30 s also without it. A
   * reminder of a killed scheduler takes about 25 s, and the keeper reports its deadline before.
   */
  private static final Duration REPORTED_WITHIN = Duration.ofSeconds(15);

  /** The key of the number of the next slot. No task has it. */
  private static final String NEXT = "due-next";

  private final Deadlines deadlines;
  private final Documents documents;
  private final Tasks tasks;
  private final InstantSource clock;
  private final EngineMetrics metrics;
  private final Thread thread;

  /** Starts the keeper. */
  public DeadlineKeeper(
      Deadlines deadlines,
      Documents documents,
      Tasks tasks,
      InstantSource clock,
      EngineMetrics metrics) {
    this.deadlines = deadlines;
    this.documents = documents;
    this.tasks = tasks;
    this.clock = clock;
    this.metrics = metrics;
    this.thread = Thread.ofVirtual().name("taskagent-deadline-keeper").start(this::keep);
  }

  private void keep() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(EVERY);
        while (lookAtNext()) {
          // there may be several, if no replica ran for a while
        }
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable e) {
        LOG.log(DEBUG, "the deadlines are looked at later: {0}", e.reason());
      } catch (RuntimeException e) {
        LOG.log(ERROR, "a look at the deadlines failed", e);
      }
    }
  }

  /** Looks at the next slot, if it is time. Several keepers may do so at once. */
  private boolean lookAtNext() {
    var now = clock.instant();
    var found = documents.read(NEXT);
    long next =
        found.map(document -> Long.parseLong(document.text())).orElseGet(() -> Deadlines.slot(now));
    if (now.isBefore(end(next).plus(REPORTED_WITHIN))) {
      if (found.isEmpty()) {
        documents.create(NEXT, Long.toString(next));
      }
      return false;
    }
    var slot = deadlines.look(next);
    slot.tasks().forEach(task -> report(task, now));
    if (documents.save(NEXT, found, Long.toString(next + 1))) {
      deadlines.remove(slot);
    }
    return true;
  }

  private static Instant end(long slot) {
    return Instant.ofEpochSecond((slot + 1) * Deadlines.SLOT.toSeconds());
  }

  private void report(TaskId id, Instant now) {
    try {
      TaskTurns.find(documents, id)
          .reminder()
          .filter(at -> !now.isBefore(at.plus(REPORTED_WITHIN))) // it may have been moved
          .ifPresent(at -> reportNow(id, at));
    } catch (Unavailable e) {
      throw e; // the whole slot is looked at again
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "the deadline of task " + id + " could not be reported", e);
    }
  }

  private void reportNow(TaskId id, Instant deadline) {
    var what = "no reminder reported the deadline " + deadline;
    LOG.log(WARNING, "{0}", what, Map.of("task", id.value()));
    metrics.deadlineUnreported();
    tasks.run(id, List.of(new TaskCommand.DeadlineReached(deadline)));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
