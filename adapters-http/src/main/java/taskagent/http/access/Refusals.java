package taskagent.http.access;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import taskagent.domain.access.Access.Decision;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;

/** The answers to callers that may not do what they ask for. None has a token in it. */
public final class Refusals {

  private static final Header CHALLENGE =
      HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"taskagent\"");

  private static final Header INVALID_TOKEN =
      HeaderValues.createCached(
          HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"taskagent\", error=\"invalid_token\"");

  private Refusals() {}

  /** Returns the answer to a request whose token is not valid. */
  static Answer invalidToken(String path) {
    return Problem.unauthorized("The token is unknown, expired or revoked.")
        .answer(path)
        .with(INVALID_TOKEN);
  }

  /** Returns the answer to a write that a browser sends for another page, or may send for one. */
  static Answer foreignPage(String path) {
    return Problem.forbidden(
            "A change with a cookie needs the header Origin of this server's own page.")
        .answer(path);
  }

  /**
   * Returns the answer to a refused request.
   *
   * @param path the raw path of the request
   */
  public static Answer of(Decision decision, String path) {
    return switch (decision) {
      case UNKNOWN_CALLER ->
          Problem.unauthorized("Send a token in the header Authorization: Bearer <token>.")
              .answer(path)
              .with(CHALLENGE);
      case FORBIDDEN -> Problem.forbidden("Your role does not allow this.").answer(path);
      case HIDDEN -> Problem.unknownPath().answer(path);
      case ALLOWED -> throw new IllegalArgumentException("nothing is refused");
    };
  }
}
