package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.SagaState;

/**
 * Notices what the workflows of this process do. A workflow tells its state in the middle of a turn
 * that Dapr has yet to save, so this looks a little later, and again if Dapr does not show the
 * state yet. What it misses, the {@link RunKeeper} notices.
 */
public final class RunFollower implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunFollower.class.getName());

  private static final int AT_ONCE = 4;
  private static final Duration FIRST_LOOK = Duration.ofMillis(500); // a look costs some ms
  private static final int LOOKS = 4; // each twice as late as the one before

  private final Function<RunId, Optional<RunView>> runs;
  private final RunChanges changes;
  private final Map<RunId, Told> told = new ConcurrentHashMap<>();
  private final ScheduledExecutorService lookers =
      Executors.newScheduledThreadPool(
          AT_ONCE, Thread.ofVirtual().name("taskagent-run-follower-", 0).factory());

  /** The newest state that a workflow has told, and how often Dapr was asked for it. */
  private record Told(Instant updatedAt, int looks) {}

  /** Looks at runs with this function. */
  public RunFollower(Function<RunId, Optional<RunView>> runs, RunChanges changes) {
    this.runs = runs;
    this.changes = changes;
  }

  /** Takes the state that a workflow has told. Returns at once, and never fails. */
  public void tell(Run run, SagaState state) {
    if (told.put(run.id(), new Told(state.updatedAt(), 0)) == null) {
      later(run.id(), FIRST_LOOK);
    }
  }

  private void later(RunId id, Duration in) {
    try {
      var _ = lookers.schedule(() -> look(id), in.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(DEBUG, "workflow {0} is not followed any more: {1}", id, e.getMessage());
    }
  }

  private void look(RunId id) {
    var awaited = told.get(id);
    if (awaited == null) {
      return;
    }
    boolean over = show(id, awaited) || awaited.looks() + 1 == LOOKS;
    if (!over) {
      told.replace(id, awaited, new Told(awaited.updatedAt(), awaited.looks() + 1));
      later(id, FIRST_LOOK.multipliedBy(2L << awaited.looks()));
    } else if (!told.remove(id, awaited)) {
      later(id, FIRST_LOOK); // it has told another state meanwhile
    }
  }

  /** Returns true if the state is there. */
  private boolean show(RunId id, Told awaited) {
    try {
      var seen =
          runs.apply(id).filter(run -> !run.state().updatedAt().isBefore(awaited.updatedAt()));
      seen.ifPresent(changes::shown);
      return seen.isPresent();
    } catch (Unavailable e) {
      LOG.log(DEBUG, "workflow {0} is looked at later: {1}", id, e.reason());
      return false;
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "workflow {0} cannot be looked at: {1}", id, e.getMessage());
      return true;
    }
  }

  @Override
  public void close() {
    lookers.shutdownNow();
  }
}
