package taskagent.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import taskagent.domain.Ids;
import taskagent.domain.conversation.UserId;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;
import taskagent.http.Problem.Code;

/**
 * A request, as resources see it.
 *
 * @param parameter the raw path segment in the place of the route's parameter
 * @param acceptedAt when it was accepted, by the server's clock
 */
@SuppressWarnings("ArrayRecordComponent") // made for one request, compared never
record Call(ServerRequest request, String parameter, byte[] body, Instant acceptedAt) {

  Method method() {
    return request.prologue().method();
  }

  String path() {
    return Paths.of(request);
  }

  TaskId taskId() {
    return new TaskId(parameter("task_id", Ids::wellFormed, Ids.SHAPE));
  }

  UserId userId() {
    return new UserId(parameter("user_id", Ids::wellFormed, Ids.SHAPE));
  }

  WorkflowId workflowId() {
    return new WorkflowId(
        parameter(
            "workflow_id", WorkflowId::wellFormed, "task-workflow-<task_id>, or end in -r<n>"));
  }

  private String parameter(String name, Predicate<String> wellFormed, String shape) {
    return Paths.decoded(parameter)
        .filter(wellFormed)
        .orElseThrow(() -> Refused.field(name, Code.ILL_FORMED, "must match " + shape));
  }

  /** The values of a header, none if it is not there. */
  List<String> header(HeaderName name) {
    return request.headers().all(name, List::of);
  }

  /** The first value of a query parameter; parameters that nobody asks for are ignored. */
  Optional<String> query(String name) {
    var raw = request.prologue().query().rawValue();
    for (var pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var key = equals < 0 ? pair : pair.substring(0, equals);
      if (Paths.decoded(key).filter(name::equals).isPresent()) {
        var value = equals < 0 ? "" : pair.substring(equals + 1).replace('+', ' ');
        return Optional.of(
            Paths.decoded(value)
                .orElseThrow(
                    () -> Refused.field(name, Code.ILL_FORMED, "is not encoded as in a URI")));
      }
    }
    return Optional.empty();
  }

  /**
   * The fields of the body, which must be there.
   *
   * @throws Refused if it is not a JSON object
   */
  Form form() {
    if (body.length == 0 && header(HeaderNames.CONTENT_TYPE).isEmpty()) {
      throw Refused.because(Status.BAD_REQUEST_400, "The body is empty; it must be a JSON object.");
    }
    Bodies.requireJson(request);
    return new Form(JsonObject.read(body));
  }

  /** The same, but that the body may also be left out. */
  Form optionalForm() {
    return body.length == 0 ? new Form(Map.of()) : form();
  }
}
