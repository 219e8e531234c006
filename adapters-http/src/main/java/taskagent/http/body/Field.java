package taskagent.http.body;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import taskagent.domain.Ids;
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
  Text SIGNAL_NAME = new Text(TextLimit.SIGNAL_NAME);
  Text SIGNAL_ID = new Text(TextLimit.SIGNAL_ID);
  Whole DEADLINE_SECONDS =
      new Whole(
          "deadline_seconds",
          TaskRequest.SHORTEST_DEADLINE_SECONDS,
          TaskRequest.LONGEST_DEADLINE_SECONDS);

  Token TOKEN = new Token();

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

  /** A field whose value is a string. */
  sealed interface OfText extends Field<String> {

    @Override
    default Optional<String> value(JsonValue json) {
      return json instanceof JsonValue.Text(var text) ? Optional.of(text) : Optional.empty();
    }

    @Override
    default String expected() {
      return "a string";
    }
  }

  /** A text field. */
  record Text(TextLimit limit) implements OfText {

    @Override
    public String name() {
      return limit.name();
    }

    /** Returns the maximum length in code points. */
    public int max() {
      return limit.max();
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

  /** A field with one of a few words. */
  record Choice(String name, List<String> words) implements OfText {

    /** Copies the list. */
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public Optional<FieldError> check(String value) {
      return words.contains(value)
          ? Optional.empty()
          : error(this, Code.UNKNOWN, "must be one of: " + String.join(", ", words));
    }
  }

  /** A field with ids of tasks, each once. */
  record TaskIds(String name, int atMost) implements Field<List<String>> {

    @Override
    public Optional<List<String>> value(JsonValue json) {
      return json instanceof JsonValue.Texts(var texts) ? Optional.of(texts) : Optional.empty();
    }

    @Override
    public String expected() {
      return "an array of strings";
    }

    @Override
    public Optional<FieldError> check(List<String> value) {
      if (value.isEmpty() || value.size() > atMost) {
        return error(this, Code.OUT_OF_RANGE, "must have 1 to " + atMost + " ids");
      }
      var seen = new HashSet<String>();
      for (int i = 0; i < value.size(); i++) {
        var where = "has at position " + (i + 1);
        if (!Ids.wellFormed(value.get(i))) {
          return error(this, Code.ILL_FORMED, where + " a text that does not match " + Ids.SHAPE);
        }
        if (!seen.add(value.get(i))) {
          return error(this, Code.ILL_FORMED, where + " an id that it has before");
        }
      }
      return Optional.empty();
    }
  }

  /** The token of a caller. What is wrong with it is not said, because it is secret. */
  record Token() implements OfText {

    private static final int LENGTH_AT_MOST = 8_192;

    @Override
    public String name() {
      return "token";
    }

    /** A token with other characters would end the cookie. */
    @Override
    public Optional<FieldError> check(String value) {
      return VISIBLE.matcher(value).matches() && value.length() <= LENGTH_AT_MOST
          ? Optional.empty()
          : error(this, Code.ILL_FORMED, "is not a token");
    }

    private static final Pattern VISIBLE = Pattern.compile("[A-Za-z0-9._~+/=-]+");
  }
}
