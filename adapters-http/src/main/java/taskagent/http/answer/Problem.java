package taskagent.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Problem details: why a request was not carried out (RFC 9457, specification §5).
 *
 * @param type distinguishes problems with the same status, for programs
 * @param title the kind in words, always the same
 * @param detail this case in words; shown to clients, so no class names and nothing secret
 * @param errors every bad field
 * @param removedAt when what the request names was removed
 */
public record Problem(
    Status status,
    String type,
    String title,
    String detail,
    List<FieldError> errors,
    Optional<Instant> removedAt) {

  private static final Optional<Header> CONTENT_TYPE =
      Answer.contentType("application/problem+json");

  /** The type of a problem that is fully described by its status. */
  private static final String NO_TYPE = "about:blank";

  private static final String TYPES = "urn:taskagent:problem:";

  /** Longer names from clients are cut. */
  private static final int NAME_AT_MOST = 100;

  /** More errors are not listed, because a hostile body could cause thousands. */
  private static final int ERRORS_AT_MOST = 100;

  /**
   * One invalid field.
   *
   * @param pointer a JSON pointer to the field in the body, or to the name of a parameter
   * @param code the kind of error, for programs
   */
  public record FieldError(String pointer, Code code, String message) {

    /** Returns an error in a field of the body, or in a parameter. */
    public static FieldError of(String name, Code code, String message) {
      var shown = name.length() <= NAME_AT_MOST ? name : name.substring(0, NAME_AT_MOST) + "\u2026";
      return new FieldError(
          "/" + shown.replace("~", "~0").replace("/", "~1"), code, shown + " " + message);
    }

    /** Returns an error in the body as a whole. */
    public static FieldError body(Code code, String message) {
      return new FieldError("", code, message);
    }
  }

  /** Kinds of errors in a field. */
  public enum Code {
    MISSING("missing"),
    UNKNOWN("unknown"),
    BLANK("blank"),
    TOO_LONG("too_long"),
    WRONG_TYPE("wrong_type"),
    OUT_OF_RANGE("out_of_range"),
    ILL_FORMED("ill_formed"),
    REUSED("reused");

    private final String wireName;

    Code(String wireName) {
      this.wireName = wireName;
    }
  }

  /** Returns a problem that is fully described by its status. */
  public static Problem of(Status status, String detail) {
    return new Problem(status, NO_TYPE, status.reasonPhrase(), detail, List.of(), Optional.empty());
  }

  /** Returns the problem that fields are invalid. */
  public static Problem invalid(List<FieldError> errors) {
    var detail =
        errors.size() == 1
            ? sentence(errors.getFirst().message())
            : errors.size() + " fields are invalid; see errors.";
    return new Problem(
        Status.UNPROCESSABLE_CONTENT_422,
        TYPES + "invalid-fields",
        "Invalid fields",
        detail,
        errors,
        Optional.empty());
  }

  /** Returns the problem that there is no such task. */
  public static Problem unknownTask() {
    return unknownTask("There is no such task.");
  }

  /** Returns the problem that there is no such task, with what is known about it. */
  public static Problem unknownTask(String detail) {
    return known(Status.NOT_FOUND_404, "task-not-found", "No such task", detail);
  }

  /** Returns the problem that there is no such workflow. */
  public static Problem unknownWorkflow() {
    return known(
        Status.NOT_FOUND_404,
        "workflow-not-found",
        "No such workflow",
        "There is no such workflow.");
  }

  /** Returns the problem that there is no such bulk. */
  public static Problem unknownBulk() {
    return known(Status.NOT_FOUND_404, "bulk-not-found", "No such bulk", "There is no such bulk.");
  }

  /** Returns the problem that a bulk would have another number of tasks than the client expects. */
  public static Problem otherCount(long expected, long actual) {
    return known(
        Status.CONFLICT_409,
        "count-differs",
        "Another count",
        "The request is for %d tasks, but expected_count is %d. Nothing was begun."
            .formatted(actual, expected));
  }

  /** Returns the problem that there is no such dead letter. */
  public static Problem unknownDeadLetter() {
    return known(
        Status.NOT_FOUND_404,
        "dead-letter-not-found",
        "No such dead letter",
        "There is no such dead letter.");
  }

  /** Returns the problem that this engine cannot do what the request asks for. */
  public static Problem notOnThisEngine(String detail) {
    return known(
        Status.NOT_IMPLEMENTED_501, "not-on-this-engine", "Not on this engine", sentence(detail));
  }

  /** Returns the problem that the state of the task or workflow does not allow the request. */
  public static Problem conflict(String reason) {
    return known(Status.CONFLICT_409, "refused", "Refused", sentence(reason));
  }

  /** Returns the problem that what the request names was removed. */
  public static Problem removed(String reason, Instant at) {
    return new Problem(
        Status.GONE_410,
        TYPES + "removed",
        "Removed",
        sentence(reason),
        List.of(),
        Optional.of(at));
  }

  /** Returns the problem that the caller has not shown who it is. */
  public static Problem unauthorized(String detail) {
    return known(Status.UNAUTHORIZED_401, "unauthorized", "No valid token", detail);
  }

  /** Returns the problem that the caller may not do this. */
  public static Problem forbidden(String detail) {
    return known(Status.FORBIDDEN_403, "not-allowed", "Not allowed", detail);
  }

  /** Returns the problem that nothing is at the path, or nothing that the caller may know of. */
  public static Problem unknownPath() {
    return of(Status.NOT_FOUND_404, "There is no resource at this path.");
  }

  /** Returns the problem that the task has another version than the client expects. */
  public static Problem oldVersion(String reason) {
    return known(
        Status.PRECONDITION_FAILED_412, "version-mismatch", "Version mismatch", sentence(reason));
  }

  /** Returns the problem that the engine is unavailable. */
  public static Problem unavailable(String reason) {
    return known(
        Status.SERVICE_UNAVAILABLE_503, "unavailable", "Temporarily unavailable", sentence(reason));
  }

  /** Returns the problem that there is too much load. */
  public static Problem overloaded(String reason) {
    return known(Status.TOO_MANY_REQUESTS_429, "overloaded", "Too much load", sentence(reason));
  }

  private static Problem known(Status status, String type, String title, String detail) {
    return new Problem(status, TYPES + type, title, detail, List.of(), Optional.empty());
  }

  /** Ends a reason from the domain with a full stop. */
  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason : reason + ".";
  }

  /**
   * Returns the answer with this problem.
   *
   * @param path the raw path of the request; may be ill-formed
   */
  public Answer answer(String path) {
    return Answer.of(status, CONTENT_TYPE, bytes(path));
  }

  /** Returns the answer with the time after which to retry. */
  public Answer answer(String path, long retryAfterSeconds) {
    return answer(path)
        .with(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, retryAfterSeconds)));
  }

  private byte[] bytes(String path) {
    return JsonBytes.object(
        json -> {
          json.writeStringField("type", type);
          json.writeStringField("title", title);
          json.writeNumberField("status", status.code());
          JsonBytes.text(json, "detail", detail);
          json.writeStringField("instance", RawPaths.uri(path));
          if (removedAt.isPresent()) {
            JsonBytes.instant(json, "removed_at", removedAt.get());
          }
          if (!errors.isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (var error : errors.subList(0, Math.min(ERRORS_AT_MOST, errors.size()))) {
              json.writeStartObject();
              JsonBytes.text(json, "pointer", error.pointer());
              json.writeStringField("code", error.code().wireName);
              JsonBytes.text(json, "message", error.message());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }
}
