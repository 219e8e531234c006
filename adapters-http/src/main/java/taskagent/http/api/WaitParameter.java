package taskagent.http.api;

import java.time.Duration;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.route.Route;
import taskagent.json.DurationText;

/**
 * Reads how long a client wants to wait: {@code 500ms}, {@code 0.5s}, {@code 1m} (specification
 * §9).
 */
public final class WaitParameter {

  /** The maximum time that a client may wait. */
  static final Duration AT_MOST = Duration.ofSeconds(60);

  private WaitParameter() {}

  /**
   * Reads the duration. Hours are ill-formed here.
   *
   * @throws ProblemException with 422 if it is ill-formed or too long
   */
  public static Duration parse(String text) {
    var wait =
        DurationText.parse(text)
            .filter(_ -> !text.endsWith("h"))
            .orElseThrow(
                () ->
                    ProblemException.field(
                        Route.WAIT_PARAMETER,
                        Code.ILL_FORMED,
                        "must be a duration such as 500ms, 0.5s or 10s"));
    if (wait.compareTo(AT_MOST) > 0) {
      throw ProblemException.field(Route.WAIT_PARAMETER, Code.OUT_OF_RANGE, "must be at most 60s");
    }
    return wait;
  }
}
