package taskagent.http;

import io.helidon.http.Status;
import java.util.List;
import taskagent.http.Problem.Code;
import taskagent.http.Problem.FieldError;

/** Ends the handling of a request that is not as it should be. Has no stack trace: it is no bug. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refused(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** For a status that says all. */
  static Refused because(Status status, String detail) {
    return new Refused(Problem.of(status, detail));
  }

  /** For one bad field or parameter. */
  static Refused field(String name, Code code, String message) {
    return new Refused(Problem.invalid(List.of(FieldError.of(name, code, message))));
  }

  Problem problem() {
    return problem;
  }
}
