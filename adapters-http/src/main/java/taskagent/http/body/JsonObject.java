package taskagent.http.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;
import taskagent.http.answer.ProblemException;

/** Reads a body as one JSON object, strictly (specification §5, RFC 8259). */
final class JsonObject {

  /** The maximum nesting depth of a body. */
  static final int DEPTH = 64;

  /** Every number that is valid in a field is shorter. */
  private static final int NUMBER_AT_MOST = 40;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  // The size of the body limits everything else.
                  .maxNameLength(JsonBody.BYTES_AT_MOST)
                  .maxNumberLength(JsonBody.BYTES_AT_MOST)
                  .maxStringLength(JsonBody.BYTES_AT_MOST)
                  .build())
          // Names come from clients; a table of all names would only help attackers.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .build();

  private JsonObject() {}

  /**
   * Returns the fields of the object, in their order.
   *
   * @throws ProblemException with 400 if the body is not JSON in UTF-8, and with 422 if it is no
   *     object
   */
  static Map<String, JsonValue> read(byte[] body) {
    try (var json = FACTORY.createParser(characters(body))) {
      return read(json);
    } catch (StreamConstraintsException e) {
      throw malformed("The body is nested deeper than " + DEPTH + " levels.");
    } catch (JsonProcessingException e) {
      throw malformed(where(e));
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
  }

  /** Decodes UTF-8, the only encoding of JSON (RFC 8259 §8.1). Jackson would guess. */
  private static char[] characters(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      var characters = new char[text.remaining()];
      text.get(characters);
      return characters;
    } catch (CharacterCodingException e) {
      throw malformed("The body is not UTF-8.");
    }
  }

  private static Map<String, JsonValue> read(JsonParser json) throws IOException {
    Map<String, JsonValue> fields = Map.of();
    var first = json.nextToken();
    if (first == null) {
      throw malformed("The body is empty; it must be a JSON object.");
    }
    if (first == JsonToken.START_OBJECT) {
      fields = fields(json);
    } else {
      json.skipChildren();
    }
    if (json.nextToken() != null) {
      throw malformed("The body has more data after the JSON object.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new ProblemException(
          Problem.invalid(
              List.of(FieldError.body(Code.WRONG_TYPE, "the body must be a JSON object"))));
    }
    return fields;
  }

  /**
   * Returns the JSON of a field, as it stands in a body that could be read. Of a string, this is
   * the string itself.
   */
  static Optional<String> source(byte[] body, String field) {
    var text = characters(body);
    try (var json = FACTORY.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        var value = json.nextToken();
        int begin = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        if (name.equals(field)) {
          int end = (int) json.currentLocation().getCharOffset();
          return Optional.of(
              value.isStructStart() ? new String(text, begin, end - begin) : json.getText());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the body was read before", e);
    }
  }

  private static Map<String, JsonValue> fields(JsonParser json) throws IOException {
    var fields = new LinkedHashMap<String, JsonValue>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return fields;
  }

  private static JsonValue array(JsonParser json) throws IOException {
    var texts = new ArrayList<String>();
    boolean onlyTexts = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(json.getText());
      } else {
        onlyTexts = false;
        json.skipChildren();
      }
    }
    return onlyTexts ? new JsonValue.Texts(texts) : new JsonValue.Other();
  }

  private static JsonValue value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> new JsonValue.Text(json.getText());
      case VALUE_NUMBER_INT -> new JsonValue.Whole(whole(json.getText()));
      case START_OBJECT -> new JsonValue.Fields(fields(json));
      case START_ARRAY -> array(json);
      case VALUE_NUMBER_FLOAT -> integral(json.getText());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new JsonValue.Other();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("a text parser does not return this token");
    };
  }

  /** Returns the number, or the nearest {@code long}, without parsing thousands of digits. */
  private static long whole(String digits) {
    boolean negative = digits.startsWith("-");
    return digits.length() <= 18
        ? Long.parseLong(digits)
        : negative ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** {@code 60.0} and {@code 6e1} are whole numbers too (JSON Schema, validation §6.1.1). */
  private static JsonValue integral(String text) {
    if (text.length() > NUMBER_AT_MOST) {
      return new JsonValue.Other();
    }
    try {
      var number = new BigDecimal(text).stripTrailingZeros();
      boolean small = (long) number.precision() - number.scale() <= 18;
      long nearest = number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      return number.scale() > 0
          ? new JsonValue.Other()
          : new JsonValue.Whole(small ? number.longValueExact() : nearest);
    } catch (NumberFormatException e) { // the exponent is too large
      return new JsonValue.Other();
    }
  }

  private static String where(JsonProcessingException e) {
    var at = e.getLocation();
    var problem =
        e.getOriginalMessage().startsWith("Duplicate")
            ? "The body has a duplicate name in an object"
            : "The body is not well-formed JSON";
    return at == null
        ? problem + "."
        : problem + ", at line " + at.getLineNr() + ", column " + at.getColumnNr() + ".";
  }

  private static ProblemException malformed(String detail) {
    return ProblemException.because(Status.BAD_REQUEST_400, detail);
  }
}
