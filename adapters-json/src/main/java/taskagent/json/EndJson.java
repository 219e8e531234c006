package taskagent.json;

import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Run;
import taskagent.domain.saga.SagaState;

/** The JSON of a run and its final state. */
public final class EndJson {

  private static final int FORMAT = 1;

  /**
   * A run and its final state.
   *
   * @param instance the number of the engine's workflow that executed the run, from 1
   */
  public record End(Run run, int instance, SagaState state) {}

  private EndJson() {}

  /** Writes an end. */
  public static String write(Kinds kinds, End end) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeFieldName("run");
          json.writeRawValue(KindsJson.write(kinds, end.run()));
          json.writeNumberField("instance", end.instance());
          json.writeFieldName("state");
          json.writeRawValue(SagaStateJson.write(end.state()));
        });
  }

  /**
   * Reads an end.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static End read(Kinds kinds, String text) {
    var fields = Json.read(text).format("the end of a run", FORMAT);
    return new End(
        KindsJson.read(kinds, fields.json("run")),
        fields.maybeCount("instance").orElse(1), // older builds: only one
        SagaStateJson.read(fields.json("state")));
  }
}
