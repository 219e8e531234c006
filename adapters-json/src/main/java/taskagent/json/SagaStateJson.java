package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;

/** The JSON of the state of a saga. */
public final class SagaStateJson {

  private static final int FORMAT = 1;

  /** Has planned steps, child runs or a generation. A state without them has the first format. */
  private static final int LATEST_FORMAT = 2;

  private SagaStateJson() {}

  /** Writes a state. */
  public static String write(SagaState state) {
    return Json.object(
        json -> {
          json.writeNumberField("format", format(state));
          json.writeStringField("workflow_id", state.workflowId());
          if (state.generation() > 1) {
            json.writeNumberField("generation", state.generation());
          }
          json.writeStringField("phase", state.phase().name());
          json.writeBooleanField("cancel_requested", state.cancelRequested());
          Json.optional(json, "cause", state.cause().map(cause -> cause.outcome().wireName()));
          Json.optional(json, "reason", state.cause().map(Cause::reason));
          Json.optional(json, "outcome", state.outcome().map(Outcome::wireName));
          Json.instant(json, "started_at", state.startedAt());
          Json.instant(json, "updated_at", state.updatedAt());
          json.writeArrayFieldStart("steps");
          for (var step : state.steps()) {
            write(json, step);
          }
          json.writeEndArray();
        });
  }

  private static int format(SagaState state) {
    boolean planned = state.steps().stream().anyMatch(step -> step.template().isPresent());
    boolean children = state.steps().stream().anyMatch(StepState::alive);
    return planned || children || state.generation() > 1 ? LATEST_FORMAT : FORMAT;
  }

  /**
   * Reads a state.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static SagaState read(String text) {
    var fields = Json.read(text).format("the state of a saga", FORMAT, LATEST_FORMAT);
    return new SagaState(
            fields.text("workflow_id"),
            fields.parsed("phase", Phase::valueOf),
            fields.list("steps", SagaStateJson::step),
            fields
                .maybeParsed("cause", Outcome::ofWireName)
                .map(cause -> new Cause(cause, fields.text("reason"))),
            fields.flag("cancel_requested"),
            fields.maybeParsed("outcome", Outcome::ofWireName),
            fields.instant("started_at"),
            fields.instant("updated_at"))
        .in(fields.maybeCount("generation").orElse(1));
  }

  private static void write(JsonGenerator json, StepState step) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", step.name());
    json.writeStringField("status", stored(step.status()).wireName());
    json.writeBooleanField("owed", step.owed());
    json.writeNumberField("attempts", step.attempts());
    json.writeNumberField("undo_attempts", step.undoAttempts());
    Json.optional(json, "last_error", step.lastError());
    Json.optional(json, "wake_at", step.wakeAt());
    json.writeNumberField("put_off_ms", step.putOff().toMillis());
    Json.onlyIf(json, "unanswered", step.unanswered());
    Json.optional(json, "skipped", step.skipped());
    Json.optional(json, "template", step.template());
    Json.optional(json, "child", step.output().filter(_ -> step.alive()));
    json.writeEndObject();
  }

  /** Older builds do not know the statuses for skipped. They go on as if the step were done. */
  private static Status stored(Status status) {
    return switch (status) {
      case SKIPPED -> Status.DONE;
      case UNDO_SKIPPED -> Status.UNDONE;
      default -> status;
    };
  }

  private static Status read(Status stored, boolean skipped) {
    return switch (stored) {
      case DONE -> skipped ? Status.SKIPPED : stored;
      case UNDONE -> skipped ? Status.UNDO_SKIPPED : stored;
      default -> stored;
    };
  }

  private static StepState step(Fields fields) {
    var skipped = fields.maybeText("skipped");
    return new StepState(
            fields.text("name"),
            read(fields.parsed("status", Status::ofWireName), skipped.isPresent()),
            fields.flag("owed"),
            fields.count("attempts"),
            fields.count("undo_attempts"),
            fields.maybeText("last_error"),
            fields.maybeInstant("wake_at"),
            Duration.ofMillis(fields.number("put_off_ms")),
            fields.maybeFlag("unanswered").orElse(false),
            skipped)
        .grown(fields.maybeText("template"), Optional.empty())
        .withChild(fields.maybeText("child"));
  }
}
