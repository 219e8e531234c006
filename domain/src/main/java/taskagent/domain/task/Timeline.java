package taskagent.domain.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The bound of a task's timeline: its first and its last entries are kept (specification §13).
 *
 * <p>Each entry has the next version of its task, so the versions tell how many are left out.
 */
public final class Timeline {

  /** How many of the first entries are kept. */
  public static final int FIRST = 50;

  /** How many of the last entries are kept. */
  public static final int LAST = 950;

  private Timeline() {}

  /**
   * Returns the entries to keep.
   *
   * @param entries the entries so far, oldest first, of which some may be left out already
   */
  public static List<TaskEvent> kept(List<TaskEvent> entries) {
    if (entries.size() <= FIRST + LAST) {
      return List.copyOf(entries);
    }
    var last = entries.subList(entries.size() - LAST, entries.size());
    return Stream.concat(
            entries.stream().limit(entries.size() - LAST).filter(e -> e.version() <= FIRST),
            last.stream())
        .toList();
  }

  /** Returns how many entries are left out of these. */
  public static long leftOut(List<TaskEvent> kept) {
    return kept.isEmpty() ? 0 : kept.getLast().version() - kept.size();
  }
}
