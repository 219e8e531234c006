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
    return present(field).map(value -> text(value, field));
  }

  /** What a text stands for. */
  <T> T parsed(String field, Function<String, T> parse) {
    return maybeParsed(field, parse).orElseThrow(() -> missing(field));
  }

  /** What a text stands for, if it is there. */
  <T> Optional<T> maybeParsed(String field, Function<String, T> parse) {
    try {
      return maybeText(field).map(parse);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableDocument("the field " + field + " has a value that is not known", e);
    }
  }

  /** The value of a field, if there is any. What is there but of another type is not absent. */
  private Optional<JsonNode> present(String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private static String text(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw missing(field);
    }
    return value.textValue();
  }

  /** A whole number. */
  public long number(String field) {
    var value = node.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw missing(field);
    }
    return value.longValue();
  }

  /** The value of a field, as the JSON that it is. */
  String json(String field) {
    return maybeJson(field).orElseThrow(() -> missing(field));
  }

  Optional<String> maybeJson(String field) {
    return present(field).map(JsonNode::toString);
  }

  Optional<Long> maybeNumber(String field) {
    return present(field).map(_ -> number(field));
  }

  int count(String field) {
    long number = number(field);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw missing(field);
    }
    return (int) number;
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
    return maybeParsed(field, Instant::parse);
  }

  Fields object(String field) {
    return maybeObject(field).orElseThrow(() -> missing(field));
  }

  Optional<Fields> maybeObject(String field) {
    return present(field).map(value -> object(value, field));
  }

  private static Fields object(JsonNode value, String field) {
    if (!value.isObject()) {
      throw missing(field);
    }
    return new Fields(value);
  }

  <T> List<T> list(String field, Function<Fields, T> element) {
    return elements(field, each -> element.apply(object(each, field)));
  }

  List<String> texts(String field) {
    return elements(field, each -> text(each, field));
  }

  private <T> List<T> elements(String field, Function<JsonNode, T> element) {
    var array = node.get(field);
    if (array == null || !array.isArray()) {
      throw missing(field);
    }
    var list = new ArrayList<T>(array.size());
    for (var each : array) {
      list.add(element.apply(each));
    }
    return list;
  }

  static UnreadableDocument missing(String field) {
    return new UnreadableDocument("the field " + field + " is missing or ill-formed");
  }
}
