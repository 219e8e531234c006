package taskagent.json;

/** A document that another version wrote, or that is damaged. The message names the field. */
public final class UnreadableDocument extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableDocument(String message) {
    super(message);
  }

  UnreadableDocument(String message, Throwable cause) {
    super(message, cause);
  }
}
