package taskagent.domain.saga;

/**
 * The saga received an impossible input: a result of a step that it did not issue, or a journal of
 * another saga. This is a defect of the program or its data, not an outcome.
 */
public final class SagaDefect extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Creates a defect; the message says what was expected and what was received. */
  public SagaDefect(String message) {
    super(message);
  }
}
