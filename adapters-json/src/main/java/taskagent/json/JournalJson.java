package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.StepResult;

/** The JSON of a journal entry: the inputs of a saga. */
public final class JournalJson {

  private static final int FORMAT = 1;

  private JournalJson() {}

  /** Writes the inputs of a saga in answer to one directive. */
  public static String write(List<SagaInput> inputs) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("inputs");
          for (var input : inputs) {
            write(json, input);
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads the inputs of a saga.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static List<SagaInput> read(String text) {
    return Json.read(text).format("a journal entry", FORMAT).list("inputs", JournalJson::input);
  }

  /** Writes results of steps. */
  public static String writeResults(List<StepResult> results) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          results(json, results);
        });
  }

  /**
   * Reads results of steps.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static List<StepResult> readResults(String text) {
    return Json.read(text).format("results of steps", FORMAT).list("results", JournalJson::result);
  }

  private static void results(JsonGenerator json, List<StepResult> results) throws IOException {
    json.writeArrayFieldStart("results");
    for (var result : results) {
      write(json, result);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, SagaInput input) throws IOException {
    json.writeStartObject();
    Json.instant(json, "at", input.at());
    switch (input) {
      case SagaInput.Ran(var results, _) -> {
        json.writeStringField("input", "ran");
        results(json, results);
      }
      case SagaInput.Woke _ -> json.writeStringField("input", "woke");
      case SagaInput.CancelRequested _ -> json.writeStringField("input", "cancel_requested");
    }
    json.writeEndObject();
  }

  private static SagaInput input(Fields fields) {
    Instant at = fields.instant("at");
    return switch (fields.text("input")) {
      case "ran" -> new SagaInput.Ran(fields.list("results", JournalJson::result), at);
      case "woke" -> new SagaInput.Woke(at);
      case "cancel_requested" -> new SagaInput.CancelRequested(at);
      default -> throw Fields.missing("input");
    };
  }

  private static void write(JsonGenerator json, StepResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", result.step());
    switch (result) {
      case StepResult.Done _ -> json.writeStringField("result", "done");
      case StepResult.Skipped(_, String reason) -> {
        json.writeStringField("result", "done"); // for older builds, which go on in the same way
        json.writeStringField("skipped", reason);
      }
      case StepResult.Failed(_, String error, boolean transientError, boolean unanswered) -> {
        json.writeStringField("result", "failed");
        json.writeStringField("error", error);
        json.writeBooleanField("transient", transientError);
        Json.onlyIf(json, "unanswered", unanswered);
      }
      case StepResult.Refused(_, String reason) -> {
        json.writeStringField("result", "refused");
        json.writeStringField("reason", reason);
      }
      case StepResult.Rejected(_, var issues) -> {
        json.writeStringField("result", "rejected");
        json.writeArrayFieldStart("issues");
        for (var issue : issues) {
          json.writeString(issue);
        }
        json.writeEndArray();
      }
      case StepResult.NotNow(_, Instant tryAt, String reason) -> {
        json.writeStringField("result", "not_now");
        Json.instant(json, "try_at", tryAt);
        json.writeStringField("reason", reason);
      }
    }
    json.writeEndObject();
  }

  private static StepResult result(Fields fields) {
    var step = fields.text("step");
    return switch (fields.text("result")) {
      case "done" ->
          fields
              .maybeText("skipped")
              .<StepResult>map(reason -> new StepResult.Skipped(step, reason))
              .orElseGet(() -> new StepResult.Done(step));
      case "failed" ->
          new StepResult.Failed(
              step,
              fields.text("error"),
              fields.flag("transient"),
              fields.maybeFlag("unanswered").orElse(false));
      case "refused" -> new StepResult.Refused(step, fields.text("reason"));
      case "rejected" -> new StepResult.Rejected(step, fields.texts("issues"));
      case "not_now" ->
          new StepResult.NotNow(step, fields.instant("try_at"), fields.text("reason"));
      default -> throw Fields.missing("result");
    };
  }
}
