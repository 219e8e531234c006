package taskagent.domain.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.processing.Workflow;
import taskagent.domain.task.TaskSnapshot;

/**
 * The change log of an engine: which tasks and runs were saved or removed, and which entries the
 * audit got, in the order of the commits. An entry has only an id. A reader looks up the present
 * state of that task or run.
 *
 * <p>Every method throws {@link taskagent.domain.port.Unavailable} if the engine cannot be read.
 */
public interface Changes {

  /** What an entry is about. */
  enum Kind {
    TASK,
    RUN,
    /** An entry of the audit, which never changes. */
    AUDIT
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
   * @param number rises with each that is created, and almost never belongs to two at a time. A
   *     number can be used again after a removal
   */
  record Stored<T>(long number, T value) {}

  /**
   * A part of all that are stored, oldest first.
   *
   * @param rows may be none, although other parts follow
   * @param next the place where the next part begins; empty if this is the last one
   */
  record Part<T>(List<Stored<T>> rows, OptionalLong next) {

    /** Copies the list. */
    public Part {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Returns true if other processes follow this log, too, so that clients have positions of theirs.
   */
  default boolean shared() {
    return false;
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

  /**
   * Returns since when the oldest entry has waited that is after this one. If the log cannot be
   * read, it may return since when.
   *
   * @return empty if there is none, or it is not kept any more
   */
  default Optional<Instant> waitingSince(long seq) {
    return after(seq, 1).flatMap(found -> found.stream().findFirst()).map(Change::at);
  }

  /** Returns those of the tasks that there are, as they are now, by id. */
  Map<String, Stored<TaskSnapshot>> tasks(Collection<String> ids);

  /** Returns those of the runs that there are, as they are now, by id. */
  Map<String, Stored<Workflow>> runs(Collection<String> ids);

  /**
   * Returns some tasks.
   *
   * @param place 0 for the first ones, or that of an earlier part
   * @param limit how many at most, unless the engine stores them in larger parts
   */
  Part<TaskSnapshot> tasks(long place, int limit);

  /** Returns some runs. */
  Part<Workflow> runs(long place, int limit);

  /**
   * Returns those of the entries of the audit that are still kept, by id.
   *
   * @param ids of {@link Change changes}
   */
  Map<String, Stored<AuditEntry>> audits(Collection<String> ids);

  /** Returns some entries of the audit. */
  Part<AuditEntry> audits(long place, int limit);

  /** Returns since when entries of the audit are kept. */
  Instant auditSince();

  /** Adds an entry, because a reader has found that it does not have a task or run as it is. */
  void add(Kind kind, String id);

  /** Waits until there may be an entry after this one, or the time is over. */
  void await(long seq, Duration atMost) throws InterruptedException;

  /** Says how far the reader is. Later entries are kept for it, up to a limit. */
  void readUpTo(long seq);
}
