package taskagent.domain.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import taskagent.domain.processing.Workflow;
import taskagent.domain.task.TaskSnapshot;

/**
 * The change log of an engine: which tasks and runs were saved or removed, in the order of the
 * commits. An entry has only an id. A reader looks up the present state of that task or run.
 *
 * <p>Every method throws {@link taskagent.domain.port.Unavailable} if the engine cannot be read.
 */
public interface Changes {

  /** What an entry is about. */
  enum Kind {
    TASK,
    RUN
  }

  /**
   * One entry.
   *
   * @param seq rises by one with each entry
   * @param at when it was written
   */
  record Change(long seq, Kind kind, String id, Instant at) {}

  /**
   * A stored task or run.
   *
   * @param number rises with each that is created; a number can be used again after a removal
   */
  record Stored<T>(long number, T value) {}

  /**
   * A part of all that are stored, by number.
   *
   * @param next the number after which the next part begins; empty if this is the last one
   */
  record Part<T>(List<Stored<T>> rows, OptionalLong next) {

    /** Copies the list. */
    public Part {
      rows = List.copyOf(rows);
    }
  }

  /** Identifies the log. The log of another database has another one. */
  String epoch();

  /**
   * Returns true if a reader that had this position before the engine was started can continue. A
   * position that the log had not reached then comes from another database.
   */
  boolean continues(long seq);

  /** Returns the number of the newest entry; 0 if there was never one. */
  long last();

  /**
   * Returns the entries after this one, oldest first.
   *
   * @return empty if some of them are not kept any more
   */
  Optional<List<Change>> after(long seq, int limit);

  /** Returns a task as it is now; empty if it was removed. */
  Optional<Stored<TaskSnapshot>> task(String id);

  /** Returns a run as it is now; empty if it was removed. */
  Optional<Stored<Workflow>> run(String id);

  /** Returns tasks after this number. */
  Part<TaskSnapshot> tasks(long after, int limit);

  /** Returns runs after this number. */
  Part<Workflow> runs(long after, int limit);

  /** Waits until there may be an entry after this one, or the time is over. */
  void await(long seq, Duration atMost) throws InterruptedException;

  /** Says how far the reader is. Later entries are kept for it, up to a limit. */
  void readUpTo(long seq);
}
