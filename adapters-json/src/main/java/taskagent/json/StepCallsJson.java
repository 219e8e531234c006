package taskagent.json;

import java.time.Instant;
import java.util.Optional;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepOutput;

/** The JSON of step calls and their run. */
public final class StepCallsJson {

  private static final int FORMAT = 1;

  /** Has outputs of earlier steps. */
  private static final int SECOND_FORMAT = 2;

  /** Has planned steps. */
  private static final int LATEST_FORMAT = 3;

  /**
   * Consecutive steps and their run.
   *
   * @param issuedAt when the saga issued them; older builds did not say
   */
  public record Steps(Run run, Directive.Run directive, Optional<Instant> issuedAt) {}

  private StepCallsJson() {}

  /** Writes steps. */
  public static String write(Kinds kinds, Run run, Directive.Run directive, Instant issuedAt) {
    return Json.object(
        json -> {
          json.writeNumberField("format", format(directive));
          json.writeFieldName("run");
          json.writeRawValue(KindsJson.write(kinds, run));
          Json.instant(json, "issued_at", issuedAt);
          json.writeArrayFieldStart("calls");
          for (var call : directive.calls()) {
            json.writeStartObject();
            json.writeStringField("step", call.step());
            json.writeStringField("mode", call.mode().name());
            json.writeStringField("place", directive.place().name());
            json.writeNumberField("attempt", call.attempt());
            Json.onlyIf(json, "unanswered", call.unanswered());
            Json.optional(json, "template", call.template());
            Json.optional(json, "planned", call.planned());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (!directive.outputs().isEmpty()) {
            json.writeArrayFieldStart("outputs");
            for (var output : directive.outputs()) {
              json.writeStartObject();
              json.writeStringField("step", output.step());
              json.writeStringField("value", output.value());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }

  private static int format(Directive.Run directive) {
    if (directive.calls().stream().anyMatch(call -> call.template().isPresent())) {
      return LATEST_FORMAT;
    }
    return directive.outputs().isEmpty() ? FORMAT : SECOND_FORMAT;
  }

  /**
   * Reads steps.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static Steps read(Kinds kinds, String text) {
    var fields = Json.read(text).format("steps of a run", FORMAT, LATEST_FORMAT);
    var run = KindsJson.read(kinds, fields.json("run"));
    var calls = fields.list("calls", call -> call(run, call));
    var outputs =
        fields.maybeList(
            "outputs", output -> new StepOutput(output.text("step"), output.text("value")));
    var place = fields.list("calls", call -> call.parsed("place", Place::valueOf)).getFirst();
    return new Steps(
        run, new Directive.Run(place, calls, outputs), fields.maybeInstant("issued_at"));
  }

  private static StepCall call(Run run, Fields call) {
    return new StepCall(
        run.generation().base(run.id().value()),
        call.text("step"),
        call.parsed("mode", StepCall.Mode::valueOf),
        call.count("attempt"),
        call.maybeFlag("unanswered").orElse(false),
        call.maybeText("template"),
        call.maybeText("planned"));
  }
}
