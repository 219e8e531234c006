package taskagent.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import taskagent.http.Problem.Code;
import taskagent.http.Problem.FieldError;

/**
 * A body being checked field by field. What is wrong is gathered, and said all at once by {@link
 * #check}, before which no value may be used.
 */
final class Form {

  private final Map<String, JsonValue> values;
  private final List<FieldError> errors = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();

  Form(Map<String, JsonValue> values) {
    this.values = values;
  }

  /** A field that must be there; {@code otherwise} stands in until {@link #check}. */
  <T> T required(Field<T> field, T otherwise) {
    if (!values.containsKey(field.name())) {
      asked.add(field.name());
      errors.add(FieldError.of(field.name(), Code.MISSING, "is missing"));
      return otherwise;
    }
    return optional(field).orElse(otherwise);
  }

  String required(Field.Text field) {
    return required(field, "");
  }

  /** A field that may be left out. */
  <T> Optional<T> optional(Field<T> field) {
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
   * Ends the checking; fields that nobody asked for are unknown.
   *
   * @throws Refused if anything is wrong
   */
  void check() {
    for (var name : values.keySet()) {
      if (!asked.contains(name)) {
        errors.add(FieldError.of(name, Code.UNKNOWN, "is not a field of this request"));
      }
    }
    if (!errors.isEmpty()) {
      throw new Refused(Problem.invalid(errors));
    }
  }
}
