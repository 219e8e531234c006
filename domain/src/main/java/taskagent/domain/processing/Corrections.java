package taskagent.domain.processing;

import java.util.Optional;

/**
 * The changes to a request for its retry; an empty field stays unchanged.
 *
 * @param retriedBy who asks for the retry, if the client has to say who it is
 */
public record Corrections(
    Optional<String> title,
    Optional<String> description,
    Optional<String> assignee,
    Optional<Long> deadlineSeconds,
    Optional<String> retriedBy) {

  /** No changes. */
  public static final Corrections NONE =
      new Corrections(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Creates changes of a client that does not have to say who it is. */
  public Corrections(
      Optional<String> title,
      Optional<String> description,
      Optional<String> assignee,
      Optional<Long> deadlineSeconds) {
    this(title, description, assignee, deadlineSeconds, Optional.empty());
  }

  /** Returns the changes that this user asks for. */
  public Corrections by(String user) {
    return new Corrections(title, description, assignee, deadlineSeconds, Optional.of(user));
  }

  /** Returns the request with the changes applied. */
  public TaskRequest apply(TaskRequest request) {
    return new TaskRequest(
        request.taskId(),
        title.orElse(request.title()),
        description.orElse(request.description()),
        assignee.orElse(request.assignee()),
        deadlineSeconds.orElse(request.deadlineSeconds()),
        request.requestedBy(),
        retriedBy.or(request::retriedBy));
  }
}
