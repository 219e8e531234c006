package taskagent.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.List;
import taskagent.http.Problem.Code;
import taskagent.http.Problem.FieldError;

/** Ends the handling of a request that is not as it should be. Has no stack trace: it is no bug. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final boolean last;

  Refused(Problem problem) {
    this(problem, false);
  }

  private Refused(Problem problem, boolean last) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.last = last;
  }

  /** As the last on its connection, for where the next request begins is not clear. */
  static Refused last(Problem problem) {
    return new Refused(problem, true);
  }

  /** For a status that says all. */
  static Refused because(Status status, String detail) {
    return new Refused(Problem.of(status, detail));
  }

  /** For one bad field or parameter. */
  static Refused field(String name, Code code, String message) {
    return new Refused(Problem.invalid(List.of(FieldError.of(name, code, message))));
  }

  /** The answer that says why. */
  Answer answer(String path) {
    var answer = problem.answer(path);
    return last ? answer.with(HeaderValues.CONNECTION_CLOSE) : answer;
  }
}
