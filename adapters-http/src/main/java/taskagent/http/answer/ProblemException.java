package taskagent.http.answer;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.List;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;

/** Ends the handling of an invalid request. Has no stack trace, because it is not a bug. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final boolean last;
  private final boolean later;

  /** Ends the request with a problem. */
  public ProblemException(Problem problem) {
    this(problem, false, false);
  }

  private ProblemException(Problem problem, boolean last, boolean later) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.last = last;
    this.later = later;
  }

  /** Also closes the connection, because it is unknown where the next request begins. */
  public static ProblemException last(Problem problem) {
    return new ProblemException(problem, true, false);
  }

  /** Also closes the connection, and asks the client to send the request again after a second. */
  public static ProblemException lastAndLater(Problem problem) {
    return new ProblemException(problem, true, true);
  }

  /** Returns an exception with a status and a detail. */
  public static ProblemException because(Status status, String detail) {
    return new ProblemException(Problem.of(status, detail));
  }

  /** Returns an exception for one invalid field or parameter. */
  public static ProblemException field(String name, Code code, String message) {
    return new ProblemException(Problem.invalid(List.of(FieldError.of(name, code, message))));
  }

  /** Returns the problem. */
  public Problem problem() {
    return problem;
  }

  /** Returns the answer to the request. */
  public Answer answer(String path) {
    var answer = later ? problem.answer(path, 1) : problem.answer(path);
    return last ? answer.with(HeaderValues.CONNECTION_CLOSE) : answer;
  }
}
