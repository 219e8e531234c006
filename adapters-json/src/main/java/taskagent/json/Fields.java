package taskagent.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields of a JSON object. Errors name the missing or invalid field. */
public final class Fields {

  private final JsonNode node;

  Fields(JsonNode node) {
    this.node = node;
  }

  /**
   * Checks the format of the document.
   *
   * @throws UnreadableDocument if the document has another format
   */
  Fields format(String kind, int expected) {
    return format(kind, expected, expected);
  }

  /**
   * Checks the format of a document of which this version reads several formats.
   *
   * @throws UnreadableDocument if the document has another format
   */
  Fields format(String kind, int oldest, int latest) {
    long format = number("format");
    if (format < oldest || format > latest) {
      throw new UnreadableDocument(
          kind
              + " has format "
              + format
              + ", and this version reads "
              + (oldest == latest ? "" : oldest + " to ")
              + latest);
    }
    return this;
  }

  /**
   * Checks that the document is an object.
   *
   * @throws UnreadableDocument if it is not
   */
  Fields whole() {
    if (!node.isObject()) {
      throw new UnreadableDocument("the document is not an object");
    }
    return this;
  }

  /** Returns the document itself, if it is a text. */
  Optional<String> asText() {
    return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /** Returns the document itself, if it is a whole number. */
  Optional<Long> asNumber() {
    return Optional.of(node)
        .filter(number -> number.isIntegralNumber() && number.canConvertToLong())
        .map(JsonNode::longValue);
  }

  /** Returns a text. */
  public String text(String field) {
    return maybeText(field).orElseThrow(() -> missing(field));
  }

  /** Returns a text, if the field is present. */
  public Optional<String> maybeText(String field) {
    return present(field).map(value -> text(value, field));
  }

  /** Returns a parsed text. */
  <T> T parsed(String field, Function<String, T> parse) {
    return maybeParsed(field, parse).orElseThrow(() -> missing(field));
  }

  /** Returns a parsed text, if the field is present. */
  <T> Optional<T> maybeParsed(String field, Function<String, T> parse) {
    try {
      return maybeText(field).map(parse);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableDocument("field " + field + " has an unknown value", e);
    }
  }

  /** Returns a field, if it is present. A field of another type is an error, not absent. */
  private Optional<JsonNode> present(String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private static String text(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw missing(field);
    }
    return value.textValue();
  }

  /** Returns a whole number. */
  public long number(String field) {
    var value = node.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw missing(field);
    }
    return value.longValue();
  }

  /** Returns a number that need not be whole. */
  double decimal(String field) {
    var value = node.get(field);
    if (value == null || !value.isNumber()) {
      throw missing(field);
    }
    return value.doubleValue();
  }

  /** Returns a field as JSON. */
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

  Optional<Integer> maybeCount(String field) {
    return present(field).map(_ -> count(field));
  }

  Optional<Boolean> maybeFlag(String field) {
    return present(field).map(_ -> flag(field));
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

  /** Returns a field of any type, if it is present. */
  Optional<Fields> maybeDocument(String field) {
    return present(field).map(Fields::new);
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

  /** Returns the elements of a list; none if there is no list. */
  <T> List<T> maybeList(String field, Function<Fields, T> element) {
    return present(field).isPresent() ? list(field, element) : List.of();
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
    return new UnreadableDocument("field " + field + " is missing or invalid");
  }
}
