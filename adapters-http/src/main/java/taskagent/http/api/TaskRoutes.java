package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.domain.task.TaskSnapshot;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Problem;
import taskagent.http.api.ETags.Condition;
import taskagent.http.body.Field;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** Tasks: process one, read it, and send it commands (specification §5). */
final class TaskRoutes {

  /** Versions begin at 1. */
  private static final long NO_VERSION = 0;

  private final Tasks tasks;
  private final Workflows workflows;
  private final UnknownTask unknown;

  TaskRoutes(Tasks tasks, Workflows workflows) {
    this.tasks = tasks;
    this.workflows = workflows;
    this.unknown = new UnknownTask(workflows);
  }

  List<Route> routes() {
    return List.of(
        Route.post("/tasks/process", Operation.REQUEST_TASK, this::process),
        // "process" may be the id of a task; without this route, that task could not be read.
        Route.get(
            "/tasks/process", Operation.READ_TASKS, call -> find(call, new TaskId("process"))),
        Route.get("/tasks/{task_id}", Operation.READ_TASKS, call -> find(call, call.taskId())),
        Route.delete(
            "/tasks/process", Operation.CHANGE_TASKS, call -> remove(call, new TaskId("process"))),
        Route.delete(
            "/tasks/{task_id}", Operation.CHANGE_TASKS, call -> remove(call, call.taskId())),
        Route.post("/tasks/{task_id}/assign", Operation.CHANGE_TASKS, this::assign),
        Route.post(
            "/tasks/{task_id}/start",
            Operation.CHANGE_TASKS,
            call -> run(call, "start", TaskCommand.Start::new)),
        Route.post(
            "/tasks/{task_id}/complete",
            Operation.CHANGE_TASKS,
            call -> run(call, "complete", TaskCommand.Complete::new)),
        Route.post(
            "/tasks/{task_id}/cancel",
            Operation.CHANGE_TASKS,
            call -> run(call, "cancel", TaskCommand.Cancel::new)),
        Route.post("/tasks/{task_id}/deadline", Operation.CHANGE_TASKS, this::deadline));
  }

  private Answer process(ApiRequest call) {
    var form = call.form();
    var id = form.required(Field.TASK_ID);
    var title = form.required(Field.TITLE);
    var description = form.required(Field.DESCRIPTION);
    var assignee = form.required(Field.ASSIGNEE);
    long seconds =
        form.optional(Field.DEADLINE_SECONDS).orElse(TaskRequest.DEFAULT_DEADLINE_SECONDS);
    form.check();
    var request = new TaskRequest(new TaskId(id), title, description, assignee, seconds);
    return switch (workflows.start(request)) {
      case Started.Accepted(var workflow) -> WorkflowRoutes.started(workflow);
      case Started.Conflict(var reason) -> Problem.conflict(reason).answer(call.path());
    };
  }

  private Answer find(ApiRequest call, TaskId id) {
    return tasks
        .find(id)
        .map(
            task ->
                ETags.noneMatches(call.header(HeaderNames.IF_NONE_MATCH), task.version())
                    ? Answer.empty(Status.NOT_MODIFIED_304)
                        .with(HeaderNames.ETAG, ETags.of(task.version()))
                    : answer(task))
        .orElseGet(() -> unknown.answer(call, id));
  }

  private Answer remove(ApiRequest call, TaskId id) {
    return switch (tasks.remove(id)) {
      case DONE -> Answer.empty(Status.NO_CONTENT_204);
      case UNKNOWN -> unknown.answer(call, id);
      case OPEN ->
          Problem.conflict("task " + id + " is open; complete or cancel it first")
              .answer(call.path());
    };
  }

  private Answer assign(ApiRequest call) {
    var task = call.taskId();
    var form = call.form();
    var assignee = form.required(Field.ASSIGNEE);
    form.check();
    return run(call, task, "assign " + assignee, id -> new TaskCommand.Assign(id, assignee));
  }

  private Answer deadline(ApiRequest call) {
    var task = call.taskId();
    var form = call.form();
    long seconds = form.required(Field.DEADLINE_SECONDS, 1L);
    form.check();
    var deadline = call.acceptedAt().plusSeconds(seconds);
    return run(call, task, "deadline " + seconds, id -> new TaskCommand.SetDeadline(id, deadline));
  }

  private Answer run(ApiRequest call, String content, Function<CommandId, TaskCommand> command) {
    var task = call.taskId();
    call.optionalForm()
        .check(); // there are no fields, and a client must not believe that one has an effect
    return run(call, task, content, command);
  }

  /**
   * Runs a command.
   *
   * @param content what the client asks for, to recognize a key that is used for something else
   */
  private Answer run(
      ApiRequest call, TaskId task, String content, Function<CommandId, TaskCommand> make) {
    var command = make.apply(IdempotencyKeys.commandId(call, content));
    return answer(
        call,
        switch (ETags.ifMatch(call.header(HeaderNames.IF_MATCH))) {
          case Condition.Any _ -> tasks.run(task, command);
          case Condition.OneOf(var versions) ->
              tasks.run(task, new TaskCommand.IfVersion(oneOf(versions, task), command));
        });
  }

  /**
   * Returns the version that the task must have. If it has none of these, the task still answers
   * the command, because it may have had one of them when it got the same key before.
   */
  private long oneOf(List<Long> versions, TaskId task) {
    return versions.size() == 1
        ? versions.getFirst()
        : tasks.find(task).map(TaskSnapshot::version).filter(versions::contains).orElse(NO_VERSION);
  }

  private Answer answer(ApiRequest call, TaskAnswer answer) {
    return switch (answer) {
      case TaskAnswer.Accepted(var task) -> answer(task);
      case TaskAnswer.Skipped(var task, _) -> answer(task);
      case TaskAnswer.Refused(var refusal) -> refused(call, refusal);
    };
  }

  private Answer refused(ApiRequest call, TaskRefusal refusal) {
    return switch (refusal) {
      case TaskRefusal.NotFound(var id) -> unknown.answer(call, id);
      case TaskRefusal.KeyReused _ -> throw IdempotencyKeys.reused("another command to this task");
      case TaskRefusal.Closed _, TaskRefusal.NotAllowed _ ->
          Problem.conflict(refusal.reason()).answer(call.path());
      case TaskRefusal.VersionMismatch _ ->
          Problem.oldVersion(refusal.reason()).answer(call.path());
    };
  }

  private static Answer answer(TaskSnapshot task) {
    return Answer.json(Status.OK_200, json -> write(json, task))
        .with(HeaderNames.ETAG, ETags.of(task.version()));
  }

  /** Writes the fields of a task. */
  static void write(JsonGenerator json, TaskSnapshot task) throws IOException {
    json.writeStringField("task_id", task.id().value());
    JsonBytes.text(json, "title", task.title());
    JsonBytes.text(json, "description", task.description());
    json.writeStringField("status", task.status().wireName());
    JsonBytes.text(json, "assignee", task.assignee());
    JsonBytes.instant(json, "deadline", task.deadline());
    JsonBytes.instant(json, "created_at", task.createdAt());
    JsonBytes.instant(json, "updated_at", task.updatedAt());
    json.writeNumberField("version", task.version());
    if (task.requestedBy().isPresent()) { // only if callers must say who they are
      JsonBytes.text(json, "requested_by", task.requestedBy());
    }
  }
}
