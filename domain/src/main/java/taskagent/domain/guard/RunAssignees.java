package taskagent.domain.guard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import taskagent.domain.view.Feed.RunEntry;
import taskagent.domain.view.Lists;

/**
 * Remembers who had the tasks of the newest runs in a feed, so that hundreds of streams do not look
 * it up again for the same entry. Two threads may both look it up, which does no harm.
 */
final class RunAssignees {

  private static final int REMEMBERED = 1_024;

  private final Lists lists;
  private final @Nullable Found[] newest = new Found[REMEMBERED];

  private record Found(RunEntry entry, Optional<String> assignee) {}

  RunAssignees(Lists lists) {
    this.lists = lists;
  }

  /** Returns who has the task of a run; empty if nobody does. */
  @SuppressWarnings("ReferenceEquality") // streams share the entries
  Optional<String> of(RunEntry entry) {
    int at = Math.toIntExact(entry.seq() % REMEMBERED);
    var found = newest[at];
    if (found == null || found.entry() != entry) {
      var run = entry.after().or(entry::before);
      found = new Found(entry, run.flatMap(known -> lists.feed().assignee(known.task())));
      newest[at] = found;
    }
    return found.assignee();
  }
}
