package taskagent.domain.bulk;

import java.util.ArrayList;
import java.util.List;
import taskagent.domain.task.TaskId;

/**
 * How far a bulk is. It is counted after each chunk.
 *
 * @param chunks how many chunks are finished
 * @param done how many tasks accepted the command
 * @param refused how many tasks refused it
 * @param first the first refusals, in the order of the ids
 */
public record BulkProgress(int chunks, int done, int refused, List<Refusal> first) {

  /** How many refusals are kept. */
  public static final int REFUSALS_KEPT = 100;

  /** Nothing is finished. */
  public static final BulkProgress NONE = new BulkProgress(0, 0, 0, List.of());

  /** A task that refused the command, and why, in words for clients. */
  public record Refusal(TaskId task, String reason) {}

  /** Copies the list. */
  public BulkProgress {
    first = List.copyOf(first);
  }

  /**
   * Returns the progress after one more chunk.
   *
   * @param accepted how many of its tasks accepted the command
   * @param refusals all others of its tasks
   */
  public BulkProgress plus(int accepted, List<Refusal> refusals) {
    var kept = new ArrayList<>(first);
    kept.addAll(refusals.subList(0, Math.min(refusals.size(), REFUSALS_KEPT - first.size())));
    return new BulkProgress(chunks + 1, done + accepted, refused + refusals.size(), kept);
  }
}
