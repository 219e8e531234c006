package taskagent.domain.processing;

import java.util.Optional;

/** What is to be different when a request is tried again; what is not named stays. */
public record Corrections(
    Optional<String> title,
    Optional<String> description,
    Optional<String> assignee,
    Optional<Long> deadlineSeconds) {

  /** Nothing is different. */
  public static final Corrections NONE =
      new Corrections(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The request with what is different put in. */
  public TaskRequest apply(TaskRequest request) {
    return new TaskRequest(
        request.taskId(),
        title.orElse(request.title()),
        description.orElse(request.description()),
        assignee.orElse(request.assignee()),
        deadlineSeconds.orElse(request.deadlineSeconds()));
  }
}
