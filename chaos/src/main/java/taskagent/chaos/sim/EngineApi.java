package taskagent.chaos.sim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import taskagent.chaos.check.CallResult;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.ObservedState;
import taskagent.chaos.load.SystemApi;
import taskagent.chaos.load.TaskRequestFactory;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations.Said;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.embedded.CrashableEngine;

/** Calls the engine's ports, and answers as the HTTP API would. */
final class EngineApi implements SystemApi {

  private final VirtualClock clock;
  private CrashableEngine engine;
  private int commands;

  EngineApi(VirtualClock clock, CrashableEngine engine) {
    this.clock = clock;
    this.engine = engine;
  }

  /** Sends further requests to another engine. */
  void use(CrashableEngine another) {
    engine = another;
  }

  @Override
  public CallResult perform(ClientRequest op) {
    if (engine.dead()) {
      return CallResult.none("connection refused");
    }
    try {
      return answer(op); // it may have crashed since, but it has answered
    } catch (Unavailable e) {
      return engine.dead() ? CallResult.none("connection closed") : reply(503, 0);
    } catch (RuntimeException e) {
      return new CallResult(500, 0, "", String.valueOf(e.getMessage()));
    }
  }

  private CallResult answer(ClientRequest op) {
    return switch (op) {
      case ClientRequest.ProcessTask ask ->
          engine.workflows().start(TaskRequestFactory.of(ask)) instanceof Started.Accepted
              ? reply(202, 0)
              : reply(409, 0);
      case ClientRequest.CancelSaga(var task) ->
          switch (engine.workflows().cancel(WorkflowId.of(new TaskId(task)))) {
            case Cancelled.Accepted() -> reply(202, 0);
            case Cancelled.Unknown() -> reply(404, 0);
            case Cancelled.Ended(_) -> reply(409, 0);
          };
      case ClientRequest.ChangeTask(var task, var change) -> reply(run(new TaskId(task), change));
      case ClientRequest.ReadTask(var task) ->
          engine
              .tasks()
              .find(new TaskId(task))
              .map(found -> reply(200, found.version()))
              .orElseGet(() -> reply(404, 0));
      case ClientRequest.SendMessage(var user, var text) ->
          switch (engine.conversations().say(new UserId(user), text, Optional.of(text))) {
            case Said.Replied(var message) ->
                reply(200, TaskRequestFactory.numberIn(message.content()).orElse(0));
            case Said.KeyReused() -> reply(422, 0);
          };
    };
  }

  private TaskAnswer run(TaskId task, ClientRequest.Change change) {
    var id = new CommandId("person/" + ++commands);
    return engine
        .tasks()
        .run(
            task,
            switch (change) {
              case ASSIGN -> new TaskCommand.Assign(id, "ben");
              case START -> new TaskCommand.Start(id);
              case COMPLETE -> new TaskCommand.Complete(id);
              case CANCEL -> new TaskCommand.Cancel(id);
              case DEADLINE -> new TaskCommand.SetDeadline(id, clock.instant().plusSeconds(7_200));
            });
  }

  private static CallResult reply(TaskAnswer answer) {
    return switch (answer) {
      case TaskAnswer.Accepted(var task) -> reply(200, task.version());
      case TaskAnswer.Skipped(var task, _) -> reply(200, task.version());
      case TaskAnswer.Refused(TaskRefusal.NotFound _) -> reply(404, 0);
      case TaskAnswer.Refused _ -> reply(409, 0);
    };
  }

  private static CallResult reply(int status, long number) {
    return new CallResult(status, number, "", "");
  }

  @Override
  public ObservedState.ObservedTask task(String id) throws IOException {
    try {
      var workflow = engine.workflows().find(WorkflowId.of(new TaskId(id)));
      var task = engine.tasks().find(new TaskId(id));
      return new ObservedState.ObservedTask(
          id,
          workflow.map(found -> found.status().name()).orElse(""),
          workflow.flatMap(found -> found.result()).map(r -> r.status().wireName()).orElse(""),
          task.map(TaskSnapshot::status).map(TaskStatus::wireName).orElse(""),
          task.flatMap(TaskSnapshot::assignee),
          task.flatMap(TaskSnapshot::deadline),
          task.map(TaskSnapshot::version).orElse(0L),
          timeline(new TaskId(id)));
    } catch (Unavailable e) {
      throw new IOException(e);
    }
  }

  private List<ObservedState.ObservedEntry> timeline(TaskId id) {
    return engine.tasks().timeline(id).orElse(List.of()).stream()
        .map(
            event ->
                new ObservedState.ObservedEntry(
                    event.at(),
                    event.type().wireName(),
                    event.from().map(TaskStatus::wireName).orElse(""),
                    event.to().wireName()))
        .toList();
  }

  @Override
  public ObservedState.ObservedChat chat(String user) throws IOException {
    try {
      var conversation = engine.conversations().history(new UserId(user));
      var said =
          conversation.entries().stream()
              .filter(message -> message.role() == Message.Role.USER)
              .map(Message::content)
              .toList();
      return new ObservedState.ObservedChat(conversation.totalMessages(), said);
    } catch (Unavailable e) {
      throw new IOException(e);
    }
  }
}
