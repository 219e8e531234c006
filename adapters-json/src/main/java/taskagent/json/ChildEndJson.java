package taskagent.json;

import taskagent.domain.engine.Journal.ChildEnd;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;

/** The JSON of the end of a child run, for its parent. */
public final class ChildEndJson {

  private ChildEndJson() {}

  /** Writes an end. */
  public static String write(ChildEnd end) {
    return Json.object(
        json -> {
          json.writeStringField("run", end.run().value());
          json.writeStringField("outcome", end.outcome().wireName());
        });
  }

  /**
   * Reads an end.
   *
   * @throws UnreadableDocument if it is damaged
   */
  public static ChildEnd read(String text) {
    var fields = Json.read(text);
    return new ChildEnd(
        new RunId(fields.text("run")), fields.parsed("outcome", Outcome::ofWireName));
  }
}
