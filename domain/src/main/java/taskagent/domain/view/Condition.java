package taskagent.domain.view;

import java.util.List;

/** One condition of a {@link Filter}. */
public sealed interface Condition {

  /** The field of a task that has no deadline, which is later than any deadline. */
  long NO_DEADLINE = 9_000_000_000_000_000L;

  /** Fields with a name or an id. */
  enum Label {
    ASSIGNEE,
    TASK,
    STEP,
    WAITING,
    ACTOR,
    ACTION,
    SUBJECT
  }

  /** Fields with a number: times in milliseconds since 1970, and attempts. */
  enum Measure {
    DUE,
    CREATED,
    UPDATED,
    ATTEMPTS
  }

  /** Returns true if the condition excludes what it describes. */
  boolean negated();

  /**
   * The name is one of these; an absent one is the empty text.
   *
   * @param values at least one
   */
  record OneOf(Label field, List<String> values, boolean negated) implements Condition {

    /** Keeps each value once. */
    public OneOf {
      values = values.stream().distinct().toList();
    }
  }

  /** The number is at least the first one and less than the second one. */
  record Between(Measure field, long from, long to, boolean negated) implements Condition {}

  /**
   * The title contains a text.
   *
   * @param text is {@link TitleText#folded folded}
   */
  record Contains(String text, boolean negated) implements Condition {}

  /**
   * The task is assigned to a user, or was asked for by that user; or it is the run of such a task.
   * Clients cannot ask for it: it restricts what they may see (specification §15).
   */
  record OwnedBy(String user) implements Condition {

    @Override
    public boolean negated() {
      return false;
    }
  }

  /** The id of the run, or that of its task, or of what was changed, begins with a text. */
  record Begins(String text, boolean negated) implements Condition {}
}
