package taskagent.http.body;

import java.util.Optional;
import taskagent.domain.TextLimit;
import taskagent.domain.processing.TaskRequest;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;

/** A field of a body and its constraints (specification §5). */
public sealed interface Field<T> {

  Text TASK_ID = new Text(TextLimit.TASK_ID);
  Text TITLE = new Text(TextLimit.TITLE);
  Text DESCRIPTION = new Text(TextLimit.DESCRIPTION);
  Text ASSIGNEE = new Text(TextLimit.ASSIGNEE);
  Text CONTENT = new Text(TextLimit.CONTENT);
  Whole DEADLINE_SECONDS =
      new Whole(
          "deadline_seconds",
          TaskRequest.SHORTEST_DEADLINE_SECONDS,
          TaskRequest.LONGEST_DEADLINE_SECONDS);

  /** Returns its name in JSON. */
  String name();

  /** Returns the value if it has the right type. */
  Optional<T> value(JsonValue json);

  /** Returns the name of its type. */
  String expected();

  /** Checks a value of the right type. */
  Optional<FieldError> check(T value);

  private static Optional<FieldError> error(Field<?> field, Code code, String message) {
    return Optional.of(FieldError.of(field.name(), code, message));
  }

  /** A text field. */
  record Text(TextLimit limit) implements Field<String> {

    @Override
    public String name() {
      return limit.name();
    }

    /** Returns the maximum length in code points. */
    public int max() {
      return limit.max();
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
      return limit.problem(value).flatMap(problem -> error(this, code(problem), problem.message()));
    }

    private static Code code(TextLimit.Problem problem) {
      return switch (problem.fault()) {
        case BLANK -> Code.BLANK;
        case TOO_LONG -> Code.TOO_LONG;
        case ILL_FORMED -> Code.ILL_FORMED;
      };
    }
  }

  /** A field with a whole number from {@code min} to {@code max}. */
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
