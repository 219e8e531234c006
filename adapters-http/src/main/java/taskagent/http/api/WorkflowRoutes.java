package taskagent.http.api;

import static java.lang.System.Logger.Level.INFO;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Workflows;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.port.Workflows.RetriedNow;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Signal;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.body.Field;
import taskagent.http.connection.Connection;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/**
 * Workflows: read one, wait for its end, cancel it, retry it, end its wait, send it a signal
 * (specification §5, §10).
 */
final class WorkflowRoutes {

  private static final System.Logger LOG = System.getLogger("taskagent.http");

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
        Route.get("/workflows/{workflow_id}", Operation.READ_TASKS, Route.Load.WAIT, this::find),
        Route.post("/workflows/{workflow_id}/cancel", Operation.CHANGE_TASKS, this::cancel),
        Route.post("/workflows/{workflow_id}/retry", Operation.CHANGE_TASKS, this::retry),
        Route.post("/workflows/{workflow_id}/retry-now", Operation.CHANGE_TASKS, this::retryNow),
        Route.post("/workflows/{workflow_id}/signals", Operation.CHANGE_TASKS, this::signal));
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
    return workflows
        .details(id, wait, this::stops)
        .map(run -> Answer.json(Status.OK_200, json -> WorkflowJson.write(json, run)))
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
                Answer.json(Status.OK_200, json -> WorkflowJson.write(json, workflow))
                    .with(HeaderNames.LOCATION, "/workflows/" + run.value()))
        .orElseGet(() -> started(run));
  }

  private Answer retryNow(ApiRequest call) {
    var id = call.workflowId();
    call.optionalForm().check();
    return switch (workflows.retryNow(id)) {
      case RetriedNow.Accepted _ -> {
        log("a client ended the wait for the next attempt", id, Map.of());
        yield accepted(id, "retrying");
      }
      case RetriedNow.Unknown _ -> Problem.unknownWorkflow().answer(call.path());
      case RetriedNow.Refused(var reason) -> Problem.conflict(reason).answer(call.path());
    };
  }

  private Answer signal(ApiRequest call) {
    var id = call.workflowId();
    var form = call.form();
    var name = form.required(Field.SIGNAL_NAME);
    var given = form.optional(Field.SIGNAL_ID).or(() -> IdempotencyKeys.ofRequest(call));
    var signal =
        new Signal(
            given.orElseGet(() -> UUID.randomUUID().toString()),
            name,
            form.anything("payload").orElse(""));
    form.check();
    return switch (workflows.signal(id, signal)) {
      case Signalled.Accepted _ -> {
        log("a client sent a signal", id, Map.of("signal", name, "signal_id", signal.id()));
        yield received(id, signal);
      }
      case Signalled.Unknown _ -> Problem.unknownWorkflow().answer(call.path());
      case Signalled.Refused(var reason) -> Problem.conflict(reason).answer(call.path());
    };
  }

  private static Answer received(RunId id, Signal signal) {
    return Answer.json(
        Status.ACCEPTED_202,
        json -> {
          json.writeStringField("workflow_id", id.value());
          json.writeStringField("status", "signalled");
          json.writeStringField("signal_id", signal.id());
        });
  }

  /** The saga itself does not log this, because it does not know who asked. */
  private static void log(String what, RunId id, Map<String, String> more) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("workflow", id.value());
    fields.putAll(more);
    CurrentCaller.here().name().ifPresent(user -> fields.put("actor", user));
    LOG.log(INFO, "{0}", what, fields);
  }
}
