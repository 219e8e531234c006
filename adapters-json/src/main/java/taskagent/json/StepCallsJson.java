package taskagent.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.StepCall;

/** The JSON of step calls and their run. */
public final class StepCallsJson {

  private static final int FORMAT = 1;

  /**
   * Consecutive steps and their run.
   *
   * @param issuedAt when the saga issued them; older builds did not say
   */
  public record Steps(Run run, List<StepCall> calls, Optional<Instant> issuedAt) {}

  private StepCallsJson() {}

  /** Writes steps. */
  public static String write(Kinds kinds, Run run, Directive.Run directive, Instant issuedAt) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeFieldName("run");
          json.writeRawValue(KindsJson.write(kinds, run));
          Json.instant(json, "issued_at", issuedAt);
          json.writeArrayFieldStart("calls");
          for (var call : directive.calls()) {
            json.writeStartObject();
            json.writeStringField("step", call.step());
            json.writeStringField("mode", call.mode().name());
            json.writeStringField("place", directive.place().name()); // for older builds
            json.writeNumberField("attempt", call.attempt());
            Json.onlyIf(json, "unanswered", call.unanswered());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads steps.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static Steps read(Kinds kinds, String text) {
    var fields = Json.read(text).format("steps of a run", FORMAT);
    var run = KindsJson.read(kinds, fields.json("run"));
    return new Steps(
        run,
        fields.list(
            "calls",
            call ->
                new StepCall(
                    run.id().value(),
                    call.text("step"),
                    call.parsed("mode", StepCall.Mode::valueOf),
                    call.count("attempt"),
                    call.maybeFlag("unanswered").orElse(false))),
        fields.maybeInstant("issued_at"));
  }
}
