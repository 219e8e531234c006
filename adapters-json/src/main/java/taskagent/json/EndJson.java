package taskagent.json;

import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;

/** The written form of a run together with how it ended. */
public final class EndJson {

  private static final int FORMAT = 1;

  /** A run and its state at the end. */
  public record End(WorkflowRun run, SagaState state) {}

  private EndJson() {}

  /** Writes an end. */
  public static String write(End end) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeFieldName("run");
          json.writeRawValue(RunJson.write(end.run()));
          json.writeFieldName("state");
          json.writeRawValue(SagaStateJson.write(end.state()));
        });
  }

  /**
   * Reads an end.
   *
   * @throws UnreadableDocument if it is of another format, or damaged
   */
  public static End read(String text) {
    var fields = Json.read(text).format("the end of a run", FORMAT);
    return new End(RunJson.read(fields.object("run")), SagaStateJson.read(fields.json("state")));
  }
}
