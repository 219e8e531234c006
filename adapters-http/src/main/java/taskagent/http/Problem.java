package taskagent.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a request, or keeps it from being answered: RFC 9457 (spec §5).
 *
 * @param type tells kinds of problems with the same status apart, for programs
 * @param title the kind in words, always the same
 * @param detail this case in words; shown to clients, so no class names and nothing secret
 * @param errors every bad field
 */
record Problem(Status status, String type, String title, String detail, List<FieldError> errors) {

  private static final Optional<Header> CONTENT_TYPE =
      Answer.contentType("application/problem+json");

  /** The type of a problem that its status says all about. */
  private static final String NO_TYPE = "about:blank";

  private static final String TYPES = "urn:taskagent:problem:";

  /** A name from a client is shown up to this length. */
  private static final int NAME_AT_MOST = 100;

  /** More bad fields than this are not listed; a hostile body could have thousands. */
  private static final int ERRORS_AT_MOST = 100;

  /**
   * One bad field.
   *
   * @param pointer a JSON pointer into the body, or to the parameter's name
   * @param code the kind of mistake, for programs
   */
  record FieldError(String pointer, Code code, String message) {

    /** A bad field of the body, or a bad parameter. */
    static FieldError of(String name, Code code, String message) {
      var shown = name.length() <= NAME_AT_MOST ? name : name.substring(0, NAME_AT_MOST) + "\u2026";
      return new FieldError(
          "/" + shown.replace("~", "~0").replace("/", "~1"), code, shown + " " + message);
    }

    /** The body as a whole. */
    static FieldError body(Code code, String message) {
      return new FieldError("", code, message);
    }
  }

  /** Kinds of mistakes in a field. */
  enum Code {
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

  /** A problem that its status says all about. */
  static Problem of(Status status, String detail) {
    return new Problem(status, NO_TYPE, status.reasonPhrase(), detail, List.of());
  }

  /** Bad fields. */
  static Problem invalid(List<FieldError> errors) {
    var detail =
        errors.size() == 1
            ? sentence(errors.getFirst().message())
            : errors.size() + " fields are not as they should be; see errors.";
    return new Problem(
        Status.UNPROCESSABLE_CONTENT_422,
        TYPES + "invalid-fields",
        "Invalid fields",
        detail,
        errors);
  }

  static Problem unknownTask() {
    return known(Status.NOT_FOUND_404, "task-not-found", "No such task", "There is no such task.");
  }

  static Problem unknownWorkflow() {
    return known(
        Status.NOT_FOUND_404,
        "workflow-not-found",
        "No such workflow",
        "There is no such workflow.");
  }

  /** The task, or the workflow, does not allow it now. */
  static Problem conflict(String reason) {
    return known(Status.CONFLICT_409, "refused", "Refused", sentence(reason));
  }

  static Problem oldVersion(String reason) {
    return known(
        Status.PRECONDITION_FAILED_412, "version-mismatch", "Version mismatch", sentence(reason));
  }

  static Problem unavailable(String reason) {
    return known(
        Status.SERVICE_UNAVAILABLE_503, "unavailable", "Temporarily unavailable", sentence(reason));
  }

  static Problem overloaded(String reason) {
    return known(Status.TOO_MANY_REQUESTS_429, "overloaded", "Too much load", sentence(reason));
  }

  private static Problem known(Status status, String type, String title, String detail) {
    return new Problem(status, TYPES + type, title, detail, List.of());
  }

  /** The domain's reasons are clauses; here they stand alone. */
  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason : reason + ".";
  }

  /**
   * The answer that says so.
   *
   * @param path the raw path of the request, which need not be a well-formed one
   */
  Answer answer(String path) {
    return Answer.of(status, CONTENT_TYPE, bytes(path));
  }

  /** The answer, and when to try again. */
  Answer answer(String path, long retryAfterSeconds) {
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
          json.writeStringField("instance", Paths.uri(path));
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
