package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Lists.AsOf;
import taskagent.domain.view.RunSummary;
import taskagent.http.answer.JsonBytes;

/** The fields of tasks and workflows in lists, and in streams of their changes. */
public final class ItemJson {

  private ItemJson() {}

  /** Writes the fields of a task. */
  public static void write(JsonGenerator json, TaskSnapshot task) throws IOException {
    TaskRoutes.write(json, task);
  }

  /** Writes how current a list is, as the field {@code as_of}. */
  public static void write(JsonGenerator json, AsOf asOf) throws IOException {
    json.writeObjectFieldStart("as_of");
    json.writeNumberField("seq", asOf.position().seq());
    json.writeStringField("position", asOf.position().text());
    json.writeNumberField("lag_ms", asOf.lagMillis());
    json.writeEndObject();
  }

  /** Writes the fields of a workflow, without its steps. */
  public static void write(JsonGenerator json, RunSummary run) throws IOException {
    json.writeStringField("workflow_id", run.id().value());
    json.writeStringField("task_id", run.task().value());
    json.writeStringField("status", run.status().name());
    WorkflowStepsJson.writeResult(
        json, WorkflowStepsJson.result(run.task(), run.status(), run.result()));
    JsonBytes.text(json, "step", run.step());
    json.writeNumberField("attempts", run.attempts());
    JsonBytes.text(json, "waiting_for", run.waitingFor());
    JsonBytes.instant(json, "created_at", run.acceptedAt());
    JsonBytes.instant(json, "updated_at", run.updatedAt());
  }

  /** Writes the fields of an entry of the audit. */
  static void write(JsonGenerator json, AuditEntry entry) throws IOException {
    JsonBytes.instant(json, "at", entry.at());
    JsonBytes.text(json, "actor", entry.actor());
    json.writeStringField("action", entry.action().wireName());
    json.writeStringField("kind", entry.kind().wireName());
    json.writeStringField("id", entry.id());
    JsonBytes.text(json, "detail", entry.detail());
  }
}
