package taskagent.domain;

import java.util.Optional;

/**
 * The limits of a text that clients send (specification §5). Every way into the system applies
 * them.
 *
 * @param name the name of the field
 * @param max the maximum length in code points
 */
public record TextLimit(String name, Kind kind, int max) {

  /** The id of a task. */
  public static final TextLimit TASK_ID = new TextLimit("task_id", Kind.ID, 64);

  /** The title of a task. */
  public static final TextLimit TITLE = new TextLimit("title", Kind.LINE, 200);

  /** The description of a task. */
  public static final TextLimit DESCRIPTION = new TextLimit("description", Kind.LINES, 10_000);

  /** The assignee of a task. */
  public static final TextLimit ASSIGNEE = new TextLimit("assignee", Kind.LINE, 254);

  /** A chat message. */
  public static final TextLimit CONTENT = new TextLimit("content", Kind.LINES, 8_000);

  /** The name of a signal. */
  public static final TextLimit SIGNAL_NAME = new TextLimit("name", Kind.LINE, 64);

  /** The id of a signal. */
  public static final TextLimit SIGNAL_ID = new TextLimit("id", Kind.LINE, 128);

  /** Which characters a text may have. */
  public enum Kind {
    /** Those of an id ({@link Ids}). */
    ID,
    /** All except control characters. */
    LINE,
    /** All except control characters other than line ends and tabs. */
    LINES
  }

  /** The kinds of problems. */
  public enum Fault {
    BLANK,
    TOO_LONG,
    ILL_FORMED
  }

  /**
   * What is wrong with a text.
   *
   * @param message in words for clients, to be read after the name of the field
   */
  public record Problem(Fault fault, String message) {}

  /** Returns what is wrong with a text, if anything is. */
  public Optional<Problem> problem(String value) {
    if (Texts.blank(value)) {
      return because(Fault.BLANK, "must not be blank");
    }
    if (kind == Kind.ID) {
      return Ids.wellFormed(value)
          ? Optional.empty()
          : because(Fault.ILL_FORMED, "must match " + Ids.SHAPE);
    }
    if (value.length() > max && Texts.length(value) > max) {
      return because(Fault.TOO_LONG, "must have at most " + max + " characters");
    }
    if (Texts.broken(value)) {
      return because(Fault.ILL_FORMED, "must not have an unpaired surrogate");
    }
    if (Texts.controls(value, kind == Kind.LINES)) {
      return because(
          Fault.ILL_FORMED,
          kind == Kind.LINES
              ? "must not have control characters other than line ends and tabs"
              : "must not have control characters");
    }
    return Optional.empty();
  }

  /** Returns what is wrong with a text, after the name of the field. */
  public Optional<String> problemInWords(String value) {
    return problem(value).map(problem -> name + " " + problem.message());
  }

  private static Optional<Problem> because(Fault fault, String message) {
    return Optional.of(new Problem(fault, message));
  }
}
