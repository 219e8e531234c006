package taskagent.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import taskagent.domain.run.RunId;

/** The JSON of one part of the index of open runs. */
public final class OpenRunsJson {

  private static final int FORMAT = 1;

  /**
   * A run that needs somebody to look at it.
   *
   * @param begunAt when the run was accepted, or last begun again
   * @param lookAt when to look at it next
   * @param nudgedAt when it was nudged; empty if it has moved since
   * @param ended true if its end is recorded, and only the engine's data about it is left
   */
  public record OpenRun(
      RunId id, Instant begunAt, Instant lookAt, Optional<Instant> nudgedAt, boolean ended) {

    /** Returns a run that begins now. */
    public static OpenRun begun(RunId id, Instant now, Instant lookAt) {
      return new OpenRun(id, now, lookAt, Optional.empty(), false);
    }

    /** Returns the run with another time of the next look. */
    public OpenRun lookAt(Instant time) {
      return new OpenRun(id, begunAt, time, nudgedAt, ended);
    }

    /** Returns the run that was nudged at this time. */
    public OpenRun nudged(Instant now) {
      return new OpenRun(id, begunAt, lookAt, Optional.of(now), ended);
    }

    /** Returns the run that has moved since it was nudged. */
    public OpenRun moved() {
      return new OpenRun(id, begunAt, lookAt, Optional.empty(), ended);
    }

    /** Returns the run whose end is recorded. */
    public OpenRun over() {
      return new OpenRun(id, begunAt, lookAt, Optional.empty(), true);
    }
  }

  private OpenRunsJson() {}

  /** Writes open runs. */
  public static String write(List<OpenRun> runs) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("runs");
          for (var run : runs) {
            json.writeStartObject();
            json.writeStringField("workflow_id", run.id().value());
            Json.instant(json, "begun_at", run.begunAt());
            Json.instant(json, "look_at", run.lookAt());
            Json.optional(json, "nudged_at", run.nudgedAt());
            json.writeBooleanField("ended", run.ended());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads open runs.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static List<OpenRun> read(String text) {
    return Json.read(text)
        .format("open runs", FORMAT)
        .list(
            "runs",
            run ->
                new OpenRun(
                    new RunId(run.text("workflow_id")),
                    run.instant("begun_at"),
                    run.instant("look_at"),
                    run.maybeInstant("nudged_at"),
                    run.flag("ended")));
  }
}
