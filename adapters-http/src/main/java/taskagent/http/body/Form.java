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

  private final String path;
  private final Map<String, JsonValue> values;
  private final List<FieldError> errors;
  private final byte[] body;
  private final Set<String> asked = new HashSet<>();
  private final List<Form> nested = new ArrayList<>();

  /** Returns an empty body. */
  public static Form empty() {
    return new Form("", Map.of(), new ArrayList<>(), new byte[0]);
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException if it is not a JSON object
   */
  public static Form read(byte[] body) {
    return new Form("", JsonObject.read(body), new ArrayList<>(), body);
  }

  /**
   * Creates a form.
   *
   * @param path the JSON pointer to its object
   * @param errors takes the errors
   * @param body the whole body
   */
  private Form(String path, Map<String, JsonValue> values, List<FieldError> errors, byte[] body) {
    this.path = path;
    this.values = values;
    this.errors = errors;
    this.body = body;
  }

  /**
   * Returns an optional field of the body with any value as a text: a string as it is, and anything
   * else as JSON.
   */
  public Optional<String> anything(String name) {
    asked.add(name);
    return has(name) ? JsonObject.source(body, name) : Optional.empty();
  }

  /** Returns the fields of an optional object in this one. {@link #check} checks them, too. */
  public Form object(String name) {
    asked.add(name);
    var json = values.get(name);
    if (json != null && !(json instanceof JsonValue.Fields)) {
      refuse(name, Code.WRONG_TYPE, "must be an object");
    }
    var fields = json instanceof JsonValue.Fields(var found) ? found : Map.<String, JsonValue>of();
    var form = new Form(path + "/" + name, fields, errors, body);
    nested.add(form);
    return form;
  }

  /** Returns true if the body has this field, whatever its value is. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Adds an error in a field. */
  public void refuse(String name, Code code, String message) {
    add(FieldError.of(name, code, message));
  }

  private void add(FieldError error) {
    errors.add(new FieldError(path + error.pointer(), error.code(), error.message()));
  }

  /** Returns a required field; {@code otherwise} if it is invalid, until {@link #check}. */
  public <T> T required(Field<T> field, T otherwise) {
    if (!values.containsKey(field.name())) {
      asked.add(field.name());
      refuse(field.name(), Code.MISSING, "is missing");
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
    error.ifPresent(this::add);
    return error.isPresent() ? Optional.empty() : value;
  }

  /**
   * Reports all errors. A field that was not requested is unknown.
   *
   * @throws ProblemException if there are any
   */
  public void check() {
    checkNames();
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }

  private void checkNames() {
    for (var name : values.keySet()) {
      if (!asked.contains(name)) {
        refuse(name, Code.UNKNOWN, "is not a field of this request");
      }
    }
    nested.forEach(Form::checkNames);
  }
}
