package taskagent.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Writes JSON for clients, straight to bytes. Every field is there, if need be as null. */
final class JsonBytes {

  /** Buffers are pooled for all, not kept by each of many virtual threads. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private JsonBytes() {}

  /** Writes fields of an object. */
  @FunctionalInterface
  interface Body {

    void to(JsonGenerator json) throws IOException;
  }

  static byte[] object(Body body) {
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

  /** A text that may come from anywhere, so also one that is not well-formed Unicode. */
  static void text(JsonGenerator json, String field, String value) throws IOException {
    json.writeStringField(field, Unicode.repaired(value));
  }

  static void text(JsonGenerator json, String field, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      text(json, field, value.get());
    } else {
      json.writeNullField(field);
    }
  }

  static void instant(JsonGenerator json, String field, Instant value) throws IOException {
    json.writeStringField(field, value.toString());
  }

  static void instant(JsonGenerator json, String field, Optional<Instant> value)
      throws IOException {
    if (value.isPresent()) {
      instant(json, field, value.get());
    } else {
      json.writeNullField(field);
    }
  }
}
