package taskagent.bench;

/** Why something could not be measured, in a sentence for whoever asked for it. */
final class CannotMeasure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotMeasure(String message) {
    super(message);
  }

  CannotMeasure(String message, Throwable cause) {
    super(message, cause);
  }
}
