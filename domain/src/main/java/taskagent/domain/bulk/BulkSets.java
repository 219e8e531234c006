package taskagent.domain.bulk;

import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/**
 * The ids that bulks work on, in chunks, and how far each bulk is. They are stored beside the runs,
 * so that a run stays small. Retention removes a set when it removes the run, and a set whose run
 * was never accepted.
 *
 * <p>Every method throws {@link Unavailable} if the engine cannot be reached.
 */
public interface BulkSets {

  /**
   * Identifies a set.
   *
   * @param bulk the run for which it is stored
   * @param name is different for each request, so that two requests for one bulk do not mix
   */
  record Key(RunId bulk, String name) {}

  /** Stores a chunk of a new set. */
  void add(Key set, int chunk, List<TaskId> ids);

  /** Returns the ids of a chunk, in their order; empty if they were removed. */
  Optional<List<TaskId>> chunk(Key set, int chunk);

  /** Returns the progress; {@link BulkProgress#NONE} before the first chunk is finished. */
  BulkProgress progress(Key set);

  /**
   * Stores the progress after one more chunk.
   *
   * @param next the progress after that chunk
   * @return false if as many chunks are finished already, and nothing was stored
   */
  boolean advance(Key set, BulkProgress next);

  /** Removes a set that no run needs. */
  void remove(Key set, int chunks);
}
