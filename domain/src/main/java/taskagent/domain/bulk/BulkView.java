package taskagent.domain.bulk;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Outcome;

/**
 * A bulk as clients see it.
 *
 * @param endedAt empty while it works
 */
public record BulkView(
    RunId id,
    BulkOrder order,
    State state,
    BulkProgress progress,
    Instant startedAt,
    Optional<Instant> endedAt) {

  /** What has become of a bulk. */
  public enum State {
    RUNNING,
    /** It was stopped, and finishes its present chunk. */
    STOPPING,
    /** It has worked through all tasks. Some may have refused. */
    COMPLETED,
    /** It was stopped. The tasks that are left were not touched. */
    STOPPED,
    /** It could not go on. The tasks that are left were not touched. */
    FAILED;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static BulkView of(RunView view, BulkOrder order, BulkProgress progress) {
    return new BulkView(
        view.run().id(),
        order,
        state(view, progress.chunks() == order.chunks()),
        progress,
        view.run().acceptedAt(),
        view.over() ? Optional.of(view.state().updatedAt()) : Optional.empty());
  }

  private static State state(RunView view, boolean finished) {
    if (!view.over()) {
      return view.state().cancelRequested() ? State.STOPPING : State.RUNNING;
    }
    if (finished) {
      return State.COMPLETED; // also if it was stopped in its last rest
    }
    return view.state().outcome().equals(Optional.of(Outcome.CANCELLED))
        ? State.STOPPED
        : State.FAILED;
  }

  /** Returns how many tasks are left. */
  public int left() {
    return order.count() - progress.done() - progress.refused();
  }
}
