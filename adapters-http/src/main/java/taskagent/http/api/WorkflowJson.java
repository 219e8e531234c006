package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunDetails;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.CurrentAction;
import taskagent.http.answer.JsonBytes;

/** Writes workflows, which are the runs of all kinds, for clients. */
final class WorkflowJson {

  private WorkflowJson() {}

  /** Writes the fields of a run for a task. */
  static void write(JsonGenerator json, Workflow workflow) throws IOException {
    write(
        json,
        new RunDetails(
            new RunView(workflow.run(), workflow.state(), workflow.defect(), workflow.retriedAs()),
            Optional.empty(),
            List.of()));
  }

  /** Writes the fields of a run of any kind. What only other kinds have is left out if absent. */
  static void write(JsonGenerator json, RunDetails details) throws IOException {
    var run = details.view();
    var task = Workflow.of(run);
    var updated = Optional.of(run.state().updatedAt());
    json.writeStringField("workflow_id", run.run().id().value());
    json.writeStringField("kind", run.run().kind().wireName());
    if (task.isPresent()) {
      json.writeStringField("task_id", task.get().run().request().taskId().value());
    }
    json.writeStringField("status", status(run).name());
    JsonBytes.instant(json, "accepted_at", Optional.of(run.run().acceptedAt()));
    JsonBytes.instant(json, "updated_at", updated);
    JsonBytes.instant(json, "ended_at", updated.filter(_ -> run.state().ended()));
    WorkflowStepsJson.writeResult(
        json,
        task.map(
                found ->
                    WorkflowStepsJson.result(
                        found.run().request().taskId(), found.status(), found.result()))
            .orElseGet(() -> WorkflowStepsJson.result(run)));
    JsonBytes.text(json, "retried_as", run.retriedAs().map(RunId::value));
    if (run.state().generation() > 1) {
      json.writeNumberField("generation", run.state().generation());
    }
    if (run.parent().isPresent()) {
      json.writeStringField("parent", run.parent().get().value());
    }
    children(json, details.children());
    if (details.action().orElse(null) instanceof CurrentAction.AwaitsSignal awaited) {
      awaits(json, awaited);
    }
    WorkflowStepsJson.write(json, run.state().steps());
  }

  private static Workflow.Status status(RunView run) {
    return Workflow.status(run.state(), run.defect());
  }

  private static void children(JsonGenerator json, List<RunView> children) throws IOException {
    if (children.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("children");
    for (var child : children) {
      json.writeStartObject();
      json.writeStringField("workflow_id", child.run().id().value());
      json.writeStringField("kind", child.run().kind().wireName());
      json.writeStringField("status", status(child).name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void awaits(JsonGenerator json, CurrentAction.AwaitsSignal awaited)
      throws IOException {
    json.writeObjectFieldStart("awaits");
    json.writeStringField("signal", awaited.signal());
    json.writeStringField("step", awaited.step());
    JsonBytes.instant(json, "until", awaited.until());
    json.writeEndObject();
  }
}
