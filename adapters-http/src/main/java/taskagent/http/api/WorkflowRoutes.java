package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Workflows;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunId;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Problem;
import taskagent.http.body.Field;
import taskagent.http.connection.Connection;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** Workflows: read one, wait for its end, cancel it, retry it (specification §5). */
final class WorkflowRoutes {

  private final Workflows workflows;
  private final BooleanSupplier closing;

  /**
   * Creates the routes.
   *
   * @param closing returns true if the server is shutting down, which ends all waits
   */
  WorkflowRoutes(Workflows workflows, BooleanSupplier closing) {
    this.workflows = workflows;
    this.closing = closing;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/workflows/{workflow_id}", Route.Load.WAIT, this::find),
        Route.post("/workflows/{workflow_id}/cancel", this::cancel),
        Route.post("/workflows/{workflow_id}/retry", this::retry));
  }

  /** Returns the answer that a run was started, now or by an earlier request. */
  static Answer started(RunId id) {
    return accepted(id, "started").with(HeaderNames.LOCATION, "/workflows/" + id.value());
  }

  private static Answer accepted(RunId id, String status) {
    return Answer.json(
        Status.ACCEPTED_202,
        json -> {
          json.writeStringField("workflow_id", id.value());
          json.writeStringField("status", status);
        });
  }

  private Answer find(ApiRequest call) {
    var id = call.workflowId();
    var wait = call.query(Route.WAIT_PARAMETER).map(WaitParameter::parse).orElse(Duration.ZERO);
    var found = wait.isZero() ? workflows.find(id) : workflows.await(id, wait, this::stops);
    return found
        .map(workflow -> Answer.json(Status.OK_200, json -> write(json, workflow)))
        .orElseGet(() -> Problem.unknownWorkflow().answer(call.path()));
  }

  /** Returns the current state if the client leaves, so that others can have its place. */
  private boolean stops() {
    return closing.getAsBoolean() || Connection.current().filter(Connection::gone).isPresent();
  }

  private Answer cancel(ApiRequest call) {
    var id = call.workflowId();
    call.optionalForm().check();
    return switch (workflows.cancel(id)) {
      case Cancelled.Accepted _ -> accepted(id, "cancelling");
      case Cancelled.Unknown _ -> Problem.unknownWorkflow().answer(call.path());
      case Cancelled.Ended(var reason) -> Problem.conflict(reason).answer(call.path());
    };
  }

  private Answer retry(ApiRequest call) {
    var id = call.workflowId();
    var form = call.optionalForm();
    var corrections =
        new Corrections(
            form.optional(Field.TITLE),
            form.optional(Field.DESCRIPTION),
            form.optional(Field.ASSIGNEE),
            form.optional(Field.DEADLINE_SECONDS));
    form.check();
    return switch (workflows.retry(id, corrections)) {
      case Retried.Accepted(var run) -> started(run);
      case Retried.Repeated(var run) -> repeated(run);
      case Retried.Unknown _ -> Problem.unknownWorkflow().answer(call.path());
      case Retried.Conflict(var reason) -> Problem.conflict(reason).answer(call.path());
    };
  }

  /** Answers with the state of a run that has ended, because "started" would promise too much. */
  private Answer repeated(RunId run) {
    return workflows
        .find(run)
        .filter(workflow -> workflow.status() != Workflow.Status.RUNNING)
        .map(
            workflow ->
                Answer.json(Status.OK_200, json -> write(json, workflow))
                    .with(HeaderNames.LOCATION, "/workflows/" + run.value()))
        .orElseGet(() -> started(run));
  }

  /** Writes the fields of a workflow. */
  static void write(JsonGenerator json, Workflow workflow) throws IOException {
    var updated = Optional.of(workflow.state().updatedAt());
    json.writeStringField("workflow_id", workflow.run().id().value());
    json.writeStringField("task_id", workflow.run().request().taskId().value());
    json.writeStringField("status", workflow.status().name());
    JsonBytes.instant(json, "accepted_at", Optional.of(workflow.run().acceptedAt()));
    JsonBytes.instant(json, "updated_at", updated);
    JsonBytes.instant(json, "ended_at", updated.filter(_ -> workflow.state().ended()));
    WorkflowStepsJson.writeResult(
        json,
        WorkflowStepsJson.result(
            workflow.run().request().taskId(), workflow.status(), workflow.result()));
    JsonBytes.text(json, "retried_as", workflow.retriedAs().map(RunId::value));
    WorkflowStepsJson.write(json, workflow.state().steps());
  }
}
