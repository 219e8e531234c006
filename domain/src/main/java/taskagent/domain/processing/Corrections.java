package taskagent.domain.processing;

import java.util.Optional;

/** The changes to a request for its retry; an empty field stays unchanged. */
public record Corrections(
    Optional<String> title,
    Optional<String> description,
    Optional<String> assignee,
    Optional<Long> deadlineSeconds) {

  /** No changes. */
  public static final Corrections NONE =
      new Corrections(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Returns the request with the changes applied. */
  public TaskRequest apply(TaskRequest request) {
    return new TaskRequest(
        request.taskId(),
        title.orElse(request.title()),
        description.orElse(request.description()),
        assignee.orElse(request.assignee()),
        deadlineSeconds.orElse(request.deadlineSeconds()));
  }
}
