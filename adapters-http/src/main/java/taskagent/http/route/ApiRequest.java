package taskagent.http.route;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import taskagent.domain.Ids;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.conversation.UserId;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.answer.RawPaths;
import taskagent.http.body.Form;
import taskagent.http.body.JsonBody;

/**
 * A request, as an operation sees it.
 *
 * @param parameter the raw path segment, or segments, at the position of the route's parameter
 * @param acceptedAt when the server accepted it
 */
@SuppressWarnings("ArrayRecordComponent") // created for one request, never compared
public record ApiRequest(ServerRequest request, String parameter, byte[] body, Instant acceptedAt) {

  /** A whole number that fits into a {@code long}. */
  public static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  Method method() {
    return request.prologue().method();
  }

  /** Returns the raw path. */
  public String path() {
    return RawPaths.of(request);
  }

  /** Returns the task that the path names. */
  public TaskId taskId() {
    return new TaskId(parameter("task_id", Ids::wellFormed, Ids.SHAPE));
  }

  /** Returns the user that the path names. */
  public UserId userId() {
    return new UserId(parameter("user_id", Ids::wellFormed, Ids.SHAPE));
  }

  /** Returns the workflow that the path names. */
  public RunId workflowId() {
    return new RunId(
        parameter(
            "workflow_id",
            WorkflowId::ofAnyKind,
            "task-workflow-<task_id>, or end in -r<n>; an id of another kind " + Ids.SHAPE));
  }

  /** Returns the bulk that the path names. */
  public RunId bulkId() {
    return new RunId(parameter("bulk_id", BulkId::wellFormed, "bulk-<id>"));
  }

  /** Returns the dead letter that the path names. */
  public long deadLetter() {
    return Long.parseLong(parameter("dead_letter_id", DIGITS.asMatchPredicate(), "[0-9]{1,18}"));
  }

  private String parameter(String name, Predicate<String> wellFormed, String shape) {
    return RawPaths.decoded(parameter)
        .filter(wellFormed)
        .orElseThrow(() -> ProblemException.field(name, Code.ILL_FORMED, "must match " + shape));
  }

  /** Returns the values of a header; none if it is absent. */
  public List<String> header(HeaderName name) {
    return request.headers().all(name, List::of);
  }

  /** Returns the names of the query parameters in their order. */
  public List<String> queryNames() {
    return Stream.of(pairs())
        .map(ApiRequest::key)
        .filter(key -> !key.isEmpty())
        .map(key -> RawPaths.decoded(key).orElse(key))
        .toList();
  }

  /** Returns the first value of a query parameter. Other parameters are ignored. */
  public Optional<String> query(String name) {
    for (var pair : pairs()) {
      int equals = pair.indexOf('=');
      if (RawPaths.decoded(key(pair)).filter(name::equals).isPresent()) {
        var value = equals < 0 ? "" : pair.substring(equals + 1).replace('+', ' ');
        return Optional.of(
            RawPaths.decoded(value)
                .orElseThrow(
                    () ->
                        ProblemException.field(
                            name, Code.ILL_FORMED, "is not encoded as in a URI")));
      }
    }
    return Optional.empty();
  }

  private String[] pairs() {
    var raw = request.prologue().query().rawValue();
    return raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1);
  }

  private static String key(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? pair : pair.substring(0, equals);
  }

  /**
   * Returns the fields of a required body.
   *
   * @throws ProblemException if it is not a JSON object
   */
  public Form form() {
    if (body.length == 0 && header(HeaderNames.CONTENT_TYPE).isEmpty()) {
      throw ProblemException.because(
          Status.BAD_REQUEST_400, "The body is empty; it must be a JSON object.");
    }
    JsonBody.requireJson(request);
    return Form.read(body);
  }

  /** Returns the fields of an optional body. */
  public Form optionalForm() {
    return body.length == 0 ? Form.empty() : form();
  }
}
