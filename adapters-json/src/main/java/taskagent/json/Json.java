package taskagent.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Reads and writes JSON without reflection, so that the start is fast and fields are explicit. */
public final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final JsonFactory FACTORY = MAPPER.getFactory();

  private Json() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  public interface Body {

    /** Writes the fields. */
    void to(JsonGenerator json) throws IOException;
  }

  /** Returns an object with these fields, as text. */
  public static String object(Body body) {
    var text = new StringWriter(512);
    try (var json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      body.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer cannot fail", e);
    }
    return text.toString();
  }

  /**
   * Reads a document.
   *
   * @throws UnreadableDocument if it is not JSON
   */
  public static Fields read(String text) {
    try {
      return new Fields(MAPPER.readTree(text));
    } catch (IOException e) {
      throw new UnreadableDocument("the document is not JSON", e);
    }
  }

  /** Writes a field if it has a value. */
  static void optional(JsonGenerator json, String field, Optional<?> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get().toString());
    }
  }

  /** Writes a flag only if it is true, as older builds did not know it. */
  static void onlyIf(JsonGenerator json, String field, boolean flag) throws IOException {
    if (flag) {
      json.writeBooleanField(field, true);
    }
  }

  static void instant(JsonGenerator json, String field, Instant time) throws IOException {
    json.writeStringField(field, time.toString());
  }
}
