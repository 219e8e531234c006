package taskagent.http.body;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;
import taskagent.http.answer.ProblemException;

/**
 * Checks a body field by field. Collects all errors; {@link #check} reports them together, and no
 * value may be used before it was called.
 */
public final class Form {

  private final Map<String, JsonValue> values;
  private final List<FieldError> errors = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();

  /** Returns an empty body. */
  public static Form empty() {
    return new Form(Map.of());
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException if it is not a JSON object
   */
  public static Form read(byte[] body) {
    return new Form(JsonObject.read(body));
  }

  private Form(Map<String, JsonValue> values) {
    this.values = values;
  }

  /** Returns a required field; {@code otherwise} if it is invalid, until {@link #check}. */
  public <T> T required(Field<T> field, T otherwise) {
    if (!values.containsKey(field.name())) {
      asked.add(field.name());
      errors.add(FieldError.of(field.name(), Code.MISSING, "is missing"));
      return otherwise;
    }
    return optional(field).orElse(otherwise);
  }

  /** Returns a required text. */
  public String required(Field.Text field) {
    return required(field, "");
  }

  /** Returns an optional field. */
  public <T> Optional<T> optional(Field<T> field) {
    asked.add(field.name());
    var json = values.get(field.name());
    if (json == null) {
      return Optional.empty();
    }
    var value = field.value(json);
    var error =
        value
            .map(field::check)
            .orElseGet(
                () ->
                    Optional.of(
                        FieldError.of(
                            field.name(), Code.WRONG_TYPE, "must be " + field.expected())));
    error.ifPresent(errors::add);
    return error.isPresent() ? Optional.empty() : value;
  }

  /**
   * Reports all errors. A field that was not requested is unknown.
   *
   * @throws ProblemException if there are any
   */
  public void check() {
    for (var name : values.keySet()) {
      if (!asked.contains(name)) {
        errors.add(FieldError.of(name, Code.UNKNOWN, "is not a field of this request"));
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }
}
