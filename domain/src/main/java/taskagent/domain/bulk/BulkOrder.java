package taskagent.domain.bulk;

import java.util.Optional;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;

/**
 * What a bulk does, and for whom. It never changes.
 *
 * @param set the name of the stored ids; each request stores its ids under another name
 * @param actor who asked for it; empty if callers need not say who they are
 * @param onlyOwn true if only the actor's own tasks may be changed
 * @param count how many ids the set has
 * @param chunkSize how many ids are in each chunk, except that the last one may have fewer
 * @param request the fingerprint of what the client asked for, to recognize a repeated request
 */
public record BulkOrder(
    String set,
    BulkAction action,
    Optional<String> actor,
    boolean onlyOwn,
    int count,
    int chunkSize,
    String request) {

  /** Checks the numbers. */
  public BulkOrder {
    if (count < 1 || chunkSize < 1) {
      throw new IllegalArgumentException("A bulk needs ids, and a chunk too");
    }
  }

  /** Returns how many chunks the set has. */
  public int chunks() {
    return Math.ceilDiv(count, chunkSize);
  }

  /**
   * Returns the command to the task at a position. Its id depends only on the bulk and the
   * position, so that a task which gets it again changes nothing.
   *
   * @param position counts all ids of the set from 0
   */
  TaskCommand command(RunId bulk, int position) {
    var command = action.command(new CommandId(bulk.value() + "/" + position));
    return actor
        .<TaskCommand>map(name -> new TaskCommand.By(name, onlyOwn, command))
        .orElse(command);
  }
}
