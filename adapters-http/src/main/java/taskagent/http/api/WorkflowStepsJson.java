package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import taskagent.domain.explain.RunStep;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.TaskId;
import taskagent.http.answer.JsonBytes;

/** Writes the result and the steps of a workflow for clients. */
final class WorkflowStepsJson {

  private static final String DEFECT =
      "The workflow cannot continue because of a defect in the program or its data. "
          + "The log has the details for the operator.";

  private WorkflowStepsJson() {}

  /**
   * Returns the result as JSON, if there is one. Clients do not see details of a defect.
   *
   * @param result empty before the end of the run
   */
  static Optional<String> result(
      TaskId task, Workflow.Status status, Optional<WorkflowResult> result) {
    return status == Workflow.Status.FAILED
        ? Optional.of(result(Optional.of(task), "defect", DEFECT, true))
        : result.map(
            found ->
                result(
                    Optional.of(task),
                    found.status().wireName(),
                    found.message(),
                    found.notified()));
  }

  /** Returns the result of a run that processes no task as JSON, if there is one. */
  static Optional<String> result(RunView run) {
    if (run.defect().isPresent()) {
      return Optional.of(result(Optional.empty(), "defect", DEFECT, true));
    }
    var reason = run.state().cause().map(Cause::reason).orElse("All steps are done.");
    return run.state()
        .outcome()
        .map(outcome -> result(Optional.empty(), outcome.wireName(), reason, true));
  }

  private static String result(
      Optional<TaskId> task, String status, String message, boolean notified) {
    var bytes =
        JsonBytes.object(
            json -> {
              if (task.isPresent()) {
                json.writeStringField("task_id", task.get().value());
              }
              json.writeStringField("status", status);
              JsonBytes.text(json, "message", message);
              if (!notified) {
                json.writeBooleanField("notified", false);
              }
            });
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a result as a text and as an object. */
  static void writeResult(JsonGenerator json, Optional<String> result) throws IOException {
    if (result.isPresent()) {
      json.writeStringField("output", result.get());
      json.writeFieldName("result");
      json.writeRawValue(result.get());
    } else {
      json.writeNullField("output");
      json.writeNullField("result");
    }
  }

  static void write(JsonGenerator json, List<StepState> steps) throws IOException {
    json.writeArrayFieldStart("steps");
    for (var step : steps) {
      json.writeStartObject();
      json.writeStringField("name", step.name());
      json.writeStringField("status", status(step));
      json.writeNumberField("attempts", step.attempts());
      JsonBytes.text(json, "last_error", step.lastError());
      if (step.skipped().isPresent()) {
        JsonBytes.text(json, "reason", step.skipped());
      }
      JsonBytes.instant(json, "next_try_at", step.wakeAt());
      JsonBytes.text(json, "waiting_for", RunStep.waitingFor(step));
      undo(json, step);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String status(StepState step) {
    return switch (step.status()) {
      case PENDING -> "pending";
      case RUNNING, STARTED -> "running";
      case WAITING, PUT_OFF -> "waiting";
      case DONE -> "done";
      case SKIPPED, UNDO_SKIPPED -> "skipped";
      case FAILED -> "failed";
      case REFUSED -> "refused";
      case TO_CANCEL, CANCELLING, UNDO_PENDING, UNDOING, UNDO_WAITING, UNDO_PUT_OFF -> "undoing";
      case UNDONE -> "undone";
      case UNDO_FAILED -> "undo_failed";
    };
  }

  private static void undo(JsonGenerator json, StepState step) throws IOException {
    var status = undoStatus(step);
    if (status.isEmpty()) {
      json.writeNullField("undo");
      return;
    }
    json.writeObjectFieldStart("undo");
    json.writeStringField("status", status.get());
    json.writeNumberField("attempts", step.undoAttempts());
    json.writeEndObject();
  }

  private static Optional<String> undoStatus(StepState step) {
    return switch (step.status()) {
      case PENDING, RUNNING, STARTED, WAITING, PUT_OFF -> Optional.empty();
      case DONE, SKIPPED, FAILED, REFUSED -> Optional.empty();
      case UNDO_PENDING -> Optional.of("pending");
      case TO_CANCEL, CANCELLING, UNDOING -> Optional.of("running");
      case UNDO_WAITING, UNDO_PUT_OFF -> Optional.of("waiting");
      case UNDONE -> Optional.of("done");
      case UNDO_SKIPPED -> Optional.of("skipped");
      case UNDO_FAILED -> Optional.of("failed");
    };
  }
}
