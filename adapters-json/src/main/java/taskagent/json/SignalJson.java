package taskagent.json;

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
