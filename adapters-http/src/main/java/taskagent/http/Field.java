package taskagent.http;

import java.util.Optional;
import taskagent.domain.Ids;
import taskagent.http.Problem.Code;
import taskagent.http.Problem.FieldError;

/** A field that a body may have, and what it must be like (spec §5). */
sealed interface Field<T> {

  Text TASK_ID = new Text("task_id", Text.Kind.ID, 64);
  Text TITLE = new Text("title", Text.Kind.LINE, 200);
  Text DESCRIPTION = new Text("description", Text.Kind.LINES, 10_000);
  Text ASSIGNEE = new Text("assignee", Text.Kind.LINE, 254);
  Text CONTENT = new Text("content", Text.Kind.LINES, 8_000);
  Whole DEADLINE_SECONDS = new Whole("deadline_seconds", 1, 31_536_000);

  /** Its name on the wire. */
  String name();

  /** The value, if it is of the right type. */
  Optional<T> value(JsonValue json);

  /** What type it must be of. */
  String expected();

  /** What is wrong with a value of the right type. */
  Optional<FieldError> check(T value);

  private static Optional<FieldError> error(Field<?> field, Code code, String message) {
    return Optional.of(FieldError.of(field.name(), code, message));
  }

  /**
   * A text.
   *
   * @param max the most characters (code points) that it may have
   */
  record Text(String name, Kind kind, int max) implements Field<String> {

    /** What a text may consist of. */
    enum Kind {
      /** An id ({@link Ids}). */
      ID,
      /** One line without control characters. */
      LINE,
      /** Lines, and tabs; no other control characters. */
      LINES
    }

    @Override
    public Optional<String> value(JsonValue json) {
      return json instanceof JsonValue.Text(var text) ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String expected() {
      return "a string";
    }

    @Override
    public Optional<FieldError> check(String value) {
      if (Unicode.blank(value)) {
        return error(this, Code.BLANK, "must not be blank");
      }
      if (kind == Kind.ID) {
        return Ids.wellFormed(value)
            ? Optional.empty()
            : error(this, Code.ILL_FORMED, "must match " + Ids.SHAPE);
      }
      if (value.length() > max && Unicode.length(value) > max) {
        return error(this, Code.TOO_LONG, "must have at most " + max + " characters");
      }
      if (Unicode.broken(value)) {
        return error(this, Code.ILL_FORMED, "must not have half of a surrogate pair");
      }
      if (Unicode.controls(value, kind == Kind.LINES)) {
        return error(
            this,
            Code.ILL_FORMED,
            kind == Kind.LINES
                ? "must not have control characters besides line ends and tabs"
                : "must not have control characters");
      }
      return Optional.empty();
    }
  }

  /** A whole number from {@code min} to {@code max}. */
  record Whole(String name, long min, long max) implements Field<Long> {

    @Override
    public Optional<Long> value(JsonValue json) {
      return json instanceof JsonValue.Whole(long number) ? Optional.of(number) : Optional.empty();
    }

    @Override
    public String expected() {
      return "a whole number";
    }

    @Override
    public Optional<FieldError> check(Long value) {
      return value >= min && value <= max
          ? Optional.empty()
          : error(this, Code.OUT_OF_RANGE, "must be " + min + " to " + max);
    }
  }
}
