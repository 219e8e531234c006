package taskagent.view;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Kind;
import taskagent.domain.view.QueryRefused;
import taskagent.domain.view.RunState;

/**
 * Compares the view with the engine, a few tasks and runs at a time, and has what differs read
 * again (ADR 42). It writes nothing to the view: it adds an entry to the change log, so that the
 * views of all replicas are corrected.
 */
final class Reconciler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

  private final View view;
  private final LongAdder divergences = new LongAdder();
  private final List<Comparison<?, ?>> comparisons;
  private final Thread thread;
  private volatile boolean closing;

  Reconciler(View view, Changes changes) {
    this.view = view;
    this.comparisons =
        List.of(
            new Comparison<>(
                Kind.TASK,
                Source.TASKS,
                new Comparison.OfEngine<>(
                    changes::tasks,
                    changes::tasks,
                    TaskRow::of,
                    TaskRow::snapshot,
                    TaskRow::status),
                List.of(TaskStatus.COMPLETED, TaskStatus.CANCELLED),
                view,
                changes,
                divergences),
            new Comparison<>(
                Kind.RUN,
                Source.RUNS,
                new Comparison.OfEngine<>(
                    changes::runs, changes::runs, RunRow::of, RunRow::summary, RunRow::status),
                List.of(RunState.values()).subList(1, RunState.values().length),
                view,
                changes,
                divergences));
    this.thread = Thread.ofVirtual().name("taskagent-view-check").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Returns how many differences were found that should not have been there. */
  long divergences() {
    return divergences.sum();
  }

  private void loop() {
    while (!closing) {
      try {
        Thread.sleep(EVERY);
        round();
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable | QueryRefused e) {
        LOG.log(DEBUG, "the lists are compared later: {0}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(closing ? DEBUG : ERROR, "cannot compare the lists", e);
      }
    }
  }

  /** Compares some. A view that lags is compared later, because it would seem to differ. */
  void round() {
    if (!view.asOf().stale()) {
      comparisons.forEach(Comparison::round);
    }
  }

  /** Waits until it does not use the engine any more. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSES_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
