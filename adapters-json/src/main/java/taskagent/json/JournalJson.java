package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Plan;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.Verdict;

/** The JSON of a journal entry: the inputs of a saga. */
public final class JournalJson {

  private static final int FORMAT = 1;

  /** Has outputs and signals. An entry without them has the first format. */
  private static final int SECOND_FORMAT = 2;

  /** Has planned steps and ends of child runs. */
  private static final int LATEST_FORMAT = 3;

  private JournalJson() {}

  /** Writes the inputs of a saga in answer to one directive. */
  public static String write(List<SagaInput> inputs) {
    return Json.object(
        json -> {
          int format = inputs.stream().mapToInt(JournalJson::format).max().orElse(FORMAT);
          json.writeNumberField("format", format);
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
    return Json.read(text)
        .format("a journal entry", FORMAT, LATEST_FORMAT)
        .list("inputs", JournalJson::input);
  }

  /** Writes results of steps. */
  public static String writeResults(List<StepResult> results) {
    return Json.object(
        json -> {
          json.writeNumberField("format", format(results));
          write(json, "results", results);
        });
  }

  /**
   * Reads results of steps.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static List<StepResult> readResults(String text) {
    return Json.read(text)
        .format("results of steps", FORMAT, LATEST_FORMAT)
        .list("results", JournalJson::result);
  }

  private static int format(SagaInput input) {
    return switch (input) {
      case SagaInput.Ran(var results, _) -> format(results);
      case SagaInput.Signalled _ -> SECOND_FORMAT;
      case SagaInput.ChildEnded _ -> LATEST_FORMAT;
      case SagaInput.Woke _, SagaInput.CancelRequested _ -> FORMAT;
    };
  }

  private static int format(List<StepResult> results) {
    return results.stream().mapToInt(JournalJson::format).max().orElse(FORMAT);
  }

  private static int format(StepResult result) {
    if (!(result.verdict() instanceof Verdict.Done(var output, var plans))) {
      return FORMAT;
    }
    if (!plans.isEmpty()) {
      return LATEST_FORMAT;
    }
    return output.isPresent() ? SECOND_FORMAT : FORMAT;
  }

  static void write(JsonGenerator json, String field, List<StepResult> results) throws IOException {
    json.writeArrayFieldStart(field);
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
        write(json, "results", results);
      }
      case SagaInput.Signalled(var signal, _) -> {
        json.writeStringField("input", "signalled");
        json.writeFieldName("signal");
        json.writeRawValue(SignalJson.write(signal));
      }
      case SagaInput.ChildEnded(var run, var outcome, _) -> {
        json.writeStringField("input", "child_ended");
        json.writeStringField("run", run);
        json.writeStringField("outcome", outcome.wireName());
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
      case "signalled" -> new SagaInput.Signalled(SignalJson.read(fields.json("signal")), at);
      case "child_ended" ->
          new SagaInput.ChildEnded(
              fields.text("run"), fields.parsed("outcome", Outcome::ofWireName), at);
      case "woke" -> new SagaInput.Woke(at);
      case "cancel_requested" -> new SagaInput.CancelRequested(at);
      default -> throw Fields.missing("input");
    };
  }

  private static void write(JsonGenerator json, StepResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", result.step());
    switch (result.verdict()) {
      case Verdict.Done(var output, var plans) -> {
        json.writeStringField("result", "done");
        Json.optional(json, "output", output);
        if (!plans.isEmpty()) {
          writePlans(json, plans);
        }
      }
      case Verdict.Skipped(String reason) -> {
        json.writeStringField("result", "done"); // for older builds, which go on in the same way
        json.writeStringField("skipped", reason);
      }
      case Verdict.Failed(String error, boolean transientError, boolean unanswered) -> {
        json.writeStringField("result", "failed");
        json.writeStringField("error", error);
        json.writeBooleanField("transient", transientError);
        Json.onlyIf(json, "unanswered", unanswered);
      }
      case Verdict.Refused(String reason) -> {
        json.writeStringField("result", "refused");
        json.writeStringField("reason", reason);
      }
      case Verdict.Rejected(var issues) -> {
        json.writeStringField("result", "rejected");
        json.writeArrayFieldStart("issues");
        for (var issue : issues) {
          json.writeString(issue);
        }
        json.writeEndArray();
      }
      case Verdict.NotNow(Instant tryAt, String reason) -> {
        json.writeStringField("result", "not_now");
        Json.instant(json, "try_at", tryAt);
        json.writeStringField("reason", reason);
      }
    }
    json.writeEndObject();
  }

  private static void writePlans(JsonGenerator json, List<Plan> plans) throws IOException {
    json.writeArrayFieldStart("plans");
    for (var plan : plans) {
      json.writeStartObject();
      json.writeStringField("template", plan.template());
      json.writeStringField("name", plan.name());
      json.writeStringField("input", plan.input());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Plan plan(Fields fields) {
    return new Plan(
        fields.text("template"), fields.parsed("name", JournalJson::name), fields.text("input"));
  }

  private static String name(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static Verdict done(Fields fields) {
    return new Verdict.Done(
        fields.maybeText("output"), fields.maybeList("plans", JournalJson::plan));
  }

  static StepResult result(Fields fields) {
    var step = fields.text("step");
    return switch (fields.text("result")) {
      case "done" ->
          fields
              .maybeText("skipped")
              .map(reason -> StepResult.skipped(step, reason))
              .orElseGet(() -> new StepResult(step, done(fields)));
      case "failed" ->
          StepResult.failed(
              step,
              fields.text("error"),
              fields.flag("transient"),
              fields.maybeFlag("unanswered").orElse(false));
      case "refused" -> StepResult.refused(step, fields.text("reason"));
      case "rejected" -> StepResult.rejected(step, fields.texts("issues"));
      case "not_now" -> StepResult.notNow(step, fields.instant("try_at"), fields.text("reason"));
      default -> throw Fields.missing("result");
    };
  }
}
