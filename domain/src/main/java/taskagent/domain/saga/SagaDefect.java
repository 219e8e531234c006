package taskagent.domain.saga;

/**
 * The saga was told something that cannot be: a result nobody asked for, or a journal written by
 * another saga. A defect in the program or its data, never an outcome.
 */
public final class SagaDefect extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Says what was expected and what came. */
  public SagaDefect(String message) {
    super(message);
  }
}
