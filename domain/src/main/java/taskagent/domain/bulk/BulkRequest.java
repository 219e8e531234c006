package taskagent.domain.bulk;

import java.util.List;
import java.util.Optional;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/**
 * A request to begin a bulk.
 *
 * @param id the id of the bulk, the same for a repeated request
 * @param set a name that no other request has
 * @param ids the tasks; at least one, each once
 * @param fingerprint tells whether a request with the same id asks for the same
 * @param actor who asks; empty if callers need not say who they are
 * @param onlyOwn true if only the actor's own tasks may be changed
 */
public record BulkRequest(
    RunId id,
    String set,
    BulkAction action,
    List<TaskId> ids,
    String fingerprint,
    Optional<String> actor,
    boolean onlyOwn) {

  /** Copies the list. */
  public BulkRequest {
    ids = List.copyOf(ids);
  }

  /** Creates a request of a client that does not have to say who it is. */
  public BulkRequest(
      RunId id, String set, BulkAction action, List<TaskId> ids, String fingerprint) {
    this(id, set, action, ids, fingerprint, Optional.empty(), false);
  }

  /** Returns the request of this user. */
  public BulkRequest by(String user, boolean onlyOwnTasks) {
    return new BulkRequest(id, set, action, ids, fingerprint, Optional.of(user), onlyOwnTasks);
  }
}
