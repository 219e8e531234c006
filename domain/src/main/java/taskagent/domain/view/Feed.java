package taskagent.domain.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Lists.AsOf;

/**
 * The changes of the lists, as they happen (specification §14). A reader lists, and then asks for
 * what has changed after the position of the list. All readers share one log of limited size, so a
 * reader that is too slow costs nothing: it must list again.
 */
public interface Feed {

  /**
   * A position in the log.
   *
   * @param epoch identifies the log; positions of another one mean nothing
   * @param seq the number of a change
   */
  record Position(String epoch, long seq) {

    /** Returns the position as clients see it. */
    public String text() {
      return epoch + "." + seq;
    }
  }

  /** A task or run that was saved or removed. Several changes in a row may be one entry. */
  sealed interface Entry {

    /** Returns the number of its latest change. It rises from entry to entry, with gaps. */
    long seq();

    /** Returns what it is before; empty if it is new. */
    Optional<?> before();

    /** Returns what it is after; empty if it was removed. */
    Optional<?> after();

    /** Returns true if something is different after it. */
    default boolean changes() {
      return !before().equals(after());
    }
  }

  /**
   * A task that has changed.
   *
   * @param before empty if it is new
   * @param after empty if it was removed
   */
  record TaskEntry(long seq, TaskId id, Optional<TaskSnapshot> before, Optional<TaskSnapshot> after)
      implements Entry {}

  /**
   * A run that has changed.
   *
   * @param before empty if it is new
   * @param after empty if it was removed
   */
  record RunEntry(long seq, RunId id, Optional<RunSummary> before, Optional<RunSummary> after)
      implements Entry {}

  /**
   * What follows a position.
   *
   * @param entries oldest first
   * @param upTo the position that a reader has reached with them
   */
  record Part(List<Entry> entries, Position upTo) {

    /** Copies the list. */
    public Part {
      entries = List.copyOf(entries);
    }
  }

  /** How many items of a list have a state. */
  record Count<S extends Enum<S>>(S state, long items) {}

  /**
   * Returns where the lists are now.
   *
   * @throws taskagent.domain.port.Unavailable if they are being built
   */
  AsOf asOf();

  /** Returns true if everything after the position is still in the log. */
  boolean continues(Position position);

  /**
   * Returns what follows a position. If there is nothing, waits until there is, or the time is
   * over.
   *
   * @return empty if some of it is no longer in the log
   */
  Optional<Part> after(Position position, int limit, Duration atMost) throws InterruptedException;

  /**
   * Returns the assignee of a task as the lists have it; empty if it has none, or does not exist.
   *
   * @throws taskagent.domain.port.Unavailable if the lists are being built
   */
  Optional<String> assignee(TaskId task);

  /**
   * Counts the tasks of a list.
   *
   * @return one for each state of the filter; empty if they are not counted for such a filter
   * @throws taskagent.domain.port.Unavailable if the lists are being built
   */
  Optional<List<Count<TaskStatus>>> countTasks(Filter<TaskStatus> filter);

  /**
   * Counts the runs of a list.
   *
   * @return one for each state of the filter; empty if they are not counted for such a filter
   * @throws taskagent.domain.port.Unavailable if the lists are being built
   */
  Optional<List<Count<RunState>>> countRuns(Filter<RunState> filter);
}
