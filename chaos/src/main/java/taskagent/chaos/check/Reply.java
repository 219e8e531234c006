package taskagent.chaos.check;

/**
 * What came of a request.
 *
 * @param status the HTTP status; 0 if no answer came
 * @param number the task's version, or the number of the message, if the answer tells one; else 0
 * @param problem what is wrong with the form of the answer, or empty
 * @param text what was said, for whoever reads the story
 */
public record Reply(int status, long number, String problem, String text) {

  /** No answer came: it may have been done or not. */
  public static Reply none(String why) {
    return new Reply(0, 0, "", why);
  }

  /** Whether it was done, as far as the client knows. */
  public boolean acknowledged() {
    return status >= 200 && status < 300;
  }
}
