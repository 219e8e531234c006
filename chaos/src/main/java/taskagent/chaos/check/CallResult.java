package taskagent.chaos.check;

/**
 * The result of a request.
 *
 * @param status the HTTP status; 0 if no answer came
 * @param number the task's version or the number of the message, if the answer has one; else 0
 * @param problem what is wrong with the form of the answer, or empty
 * @param text the detail of the answer, for descriptions
 */
public record CallResult(int status, long number, String problem, String text) {

  /** Returns a result without an answer: the request may have been carried out or not. */
  public static CallResult none(String why) {
    return new CallResult(0, 0, "", why);
  }

  /** Returns true if the request succeeded, as far as the client knows. */
  public boolean acknowledged() {
    return status >= 200 && status < 300;
  }
}
