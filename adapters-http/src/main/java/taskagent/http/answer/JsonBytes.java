package taskagent.http.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Writes JSON for clients. Every field is present; it may be null. */
public final class JsonBytes {

  /** Shares its buffers, because each of many virtual threads would otherwise keep one. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private JsonBytes() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  public interface Body {

    void to(JsonGenerator json) throws IOException;
  }

  /** Returns an object with these fields. */
  public static byte[] object(Body body) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      body.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Writes a text, and replaces what is not well-formed Unicode in it. */
  public static void text(JsonGenerator json, String field, String value) throws IOException {
    json.writeStringField(field, Unicode.repaired(value));
  }

  public static void text(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      text(json, field, value.get());
    } else {
      json.writeNullField(field);
    }
  }

  public static void instant(JsonGenerator json, String field, Instant value) throws IOException {
    json.writeStringField(field, value.toString());
  }

  public static void instant(JsonGenerator json, String field, Optional<Instant> value)
      throws IOException {
    if (value.isPresent()) {
      instant(json, field, value.get());
    } else {
      json.writeNullField(field);
    }
  }
}
