package taskagent.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields of an object that was read; what is missing or ill-formed is said by name. */
public final class Fields {

  private final JsonNode node;

  Fields(JsonNode node) {
    this.node = node;
  }

  /**
   * Checks the document's format.
   *
   * @throws UnreadableDocument if it is another one
   */
  Fields format(String kind, int expected) {
    long format = number("format");
    if (format != expected) {
      throw new UnreadableDocument(
          kind + " has format " + format + ", and this version reads " + expected);
    }
    return this;
  }

  /** A text. */
  public String text(String field) {
    return maybeText(field).orElseThrow(() -> missing(field));
  }

  /** A text, if it is there. */
  public Optional<String> maybeText(String field) {
    return Optional.ofNullable(node.get(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  /** A whole number. */
  public long number(String field) {
    var value = node.get(field);
    if (value == null || !value.isIntegralNumber()) {
      throw missing(field);
    }
    return value.longValue();
  }

  int count(String field) {
    return Math.toIntExact(number(field));
  }

  boolean flag(String field) {
    var value = node.get(field);
    if (value == null || !value.isBoolean()) {
      throw missing(field);
    }
    return value.booleanValue();
  }

  Instant instant(String field) {
    return maybeInstant(field).orElseThrow(() -> missing(field));
  }

  Optional<Instant> maybeInstant(String field) {
    try {
      return maybeText(field).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new UnreadableDocument("the field " + field + " is not a time", e);
    }
  }

  Fields object(String field) {
    return maybeObject(field).orElseThrow(() -> missing(field));
  }

  Optional<Fields> maybeObject(String field) {
    return Optional.ofNullable(node.get(field)).filter(JsonNode::isObject).map(Fields::new);
  }

  <T> List<T> list(String field, Function<Fields, T> element) {
    var array = node.get(field);
    if (array == null || !array.isArray()) {
      throw missing(field);
    }
    var list = new ArrayList<T>(array.size());
    for (var each : array) {
      list.add(element.apply(new Fields(each)));
    }
    return list;
  }

  List<String> texts(String field) {
    var array = node.get(field);
    if (array == null || !array.isArray()) {
      throw missing(field);
    }
    var list = new ArrayList<String>(array.size());
    for (var each : array) {
      list.add(each.asText());
    }
    return list;
  }

  static UnreadableDocument missing(String field) {
    return new UnreadableDocument("the field " + field + " is missing or ill-formed");
  }
}
