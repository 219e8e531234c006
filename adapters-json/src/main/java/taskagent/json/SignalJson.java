package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import taskagent.domain.saga.Signal;

/** The JSON of a signal. */
public final class SignalJson {

  private SignalJson() {}

  /** Writes a signal. */
  public static String write(Signal signal) {
    return Json.object(
        json -> {
          json.writeStringField("id", signal.id());
          json.writeStringField("name", signal.name());
          json.writeStringField("payload", signal.payload());
        });
  }

  static void write(JsonGenerator json, String field, List<Signal> signals) throws IOException {
    json.writeArrayFieldStart(field);
    for (var signal : signals) {
      json.writeRawValue(write(signal));
    }
    json.writeEndArray();
  }

  /**
   * Reads a signal.
   *
   * @throws UnreadableDocument if it is damaged
   */
  public static Signal read(String text) {
    return of(Json.read(text));
  }

  static Signal of(Fields fields) {
    return new Signal(fields.text("id"), fields.text("name"), fields.text("payload"));
  }
}
