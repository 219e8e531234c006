package taskagent.json;

/** A document that was written by another version, or is damaged. Says which field is wrong. */
public final class UnreadableDocument extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableDocument(String message) {
    super(message);
  }

  UnreadableDocument(String message, Throwable cause) {
    super(message, cause);
  }
}
