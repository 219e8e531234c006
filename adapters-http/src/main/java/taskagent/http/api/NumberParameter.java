package taskagent.http.api;

import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.route.ApiRequest;

/** Reads whole numbers in queries, such as {@code ?limit=50} (specification §5). */
final class NumberParameter {

  private NumberParameter() {}

  /**
   * Reads a number.
   *
   * @param absent the value if the parameter is absent
   * @throws ProblemException with 422 if it is ill-formed or out of range
   */
  static long read(ApiRequest call, String name, long absent, long least, long most) {
    var text = call.query(name);
    if (text.isEmpty()) {
      return absent;
    }
    if (!ApiRequest.DIGITS.matcher(text.get()).matches()) {
      throw ProblemException.field(name, Code.ILL_FORMED, "must be a whole number");
    }
    long number = Long.parseLong(text.get());
    if (number < least || number > most) {
      throw ProblemException.field(
          name, Code.OUT_OF_RANGE, "must be at least " + least + " and at most " + most);
    }
    return number;
  }
}
