package taskagent.domain.saga;

/**
 * A further step that a growing step plans. It runs directly behind the step that planned it.
 *
 * @param template the name of the step in the definition of the saga
 * @param name the name of the new step, unique in its run
 * @param input what the new step gets; see {@link Attempt#planned}
 */
public record Plan(String template, String name, String input) {

  /**
   * The most bytes of the inputs that one step plans together, because all of them are in one
   * result.
   */
  public static final int BYTES_AT_MOST = 256 * 1024;

  /** Checks the name. */
  public Plan {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A planned step must have a name");
    }
  }
}
