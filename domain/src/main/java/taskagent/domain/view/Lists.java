package taskagent.domain.view;

import java.util.List;
import java.util.Optional;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/**
 * Lists of tasks, runs and the audit (specification §14). They come from a view that follows the
 * engine, so they may be a little older than what the engine answers.
 */
public interface Lists {

  /**
   * What is asked for.
   *
   * @param line identifies the filter: a cursor belongs to one line and one order
   * @param limit how many items at most
   * @param after the cursor where the page begins; empty for the first page
   * @param atLeast the version of a task that the view must have
   */
  record Query<S extends Enum<S>>(
      String line,
      Filter<S> filter,
      Sort sort,
      int limit,
      Optional<String> after,
      Optional<Version> atLeast) {

    /** Returns the query that waits for another version of a task. */
    public Query<S> withAtLeast(Optional<Version> version) {
      return new Query<>(line, filter, sort, limit, after, version);
    }

    /** Returns the query that finds only what a user did. Its cursors do so, too. */
    public Query<S> doneBy(String user) {
      return new Query<>(user + "\n" + line, filter.doneBy(user), sort, limit, after, atLeast);
    }

    /** Returns the query that finds only what belongs to a user. Its cursors do so, too. */
    public Query<S> ownedBy(String user) {
      return new Query<>(user + "\n" + line, filter.ownedBy(user), sort, limit, after, atLeast);
    }
  }

  /** A version of a task. */
  record Version(TaskId task, long version) {}

  /**
   * A page.
   *
   * @param next the cursor where the next page begins; empty if this is the last one
   * @param stale true if the view lags, or has not reached the version that was asked for
   */
  record Page<T>(List<T> items, Optional<String> next, Total total, AsOf asOf, boolean stale) {

    /** Copies the list. */
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * How many items all pages have.
   *
   * @param exact false if there are at least so many
   */
  record Total(long value, boolean exact) {}

  /**
   * How current a page is.
   *
   * @param position of the last change that it contains
   * @param lagMillis how long the oldest change has waited that it does not contain; 0 if none
   */
  record AsOf(Feed.Position position, long lagMillis) {

    private static final long STALE_MILLIS = 2_000;

    /** Returns true if it is so old that readers should know. */
    public boolean stale() {
      return lagMillis > STALE_MILLIS;
    }
  }

  /**
   * Returns a page of tasks.
   *
   * @throws QueryRefused if the cursor or the query cannot be used
   * @throws taskagent.domain.port.Unavailable if the view is being built
   */
  Page<TaskSnapshot> tasks(Query<TaskStatus> query);

  /**
   * Returns a page of runs.
   *
   * @throws QueryRefused if the cursor or the query cannot be used
   * @throws taskagent.domain.port.Unavailable if the view is being built
   */
  Page<RunSummary> runs(Query<RunState> query);

  /**
   * Returns a page of the audit. It is sorted by {@link Sort.By#CREATED}.
   *
   * @throws QueryRefused if the cursor or the query cannot be used
   * @throws taskagent.domain.port.Unavailable if the view is being built
   */
  Page<AuditEntry> audit(Query<AuditKind> query);

  /** Returns the changes of these lists. */
  Feed feed();
}
