package taskagent.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import taskagent.domain.contract.ForwardingTasks;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Notified;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;

/**
 * Runs sagas of every kind on the in-memory engine to record their histories. A recorded history
 * never changes, because it represents a run that an older build started.
 */
final class Recordings {

  private static final TaskId TASK = new TaskId("t-1");
  private static final TaskRequest REQUEST =
      new TaskRequest(TASK, "Prepare the report", "All the figures of March", "ann", 3600);
  private static final RunId FIRST = WorkflowId.of(TASK);
  private static final Failed TEMPORARY = new Failed("no route to host", true);
  private static final Failed FOR_GOOD = new Failed("no such mailbox", false);

  private Recordings() {}

  /** Returns every kind of run by name. */
  static Map<String, Function<String, History>> all() {
    var all = new LinkedHashMap<String, Function<String, History>>();
    all.put("completed", about -> played(about, FIRST));
    all.put("completed-at-the-third-try", about -> played(about, FIRST, TEMPORARY, TEMPORARY));
    all.put("completed-after-an-outage", Recordings::afterAnOutage);
    all.put("rejected", Recordings::rejected);
    all.put("failed", about -> played(about, FIRST, TEMPORARY, TEMPORARY, TEMPORARY));
    all.put("failed-for-good", about -> played(about, FIRST, FOR_GOOD));
    all.put("failed-put-off-too-long", Recordings::putOffTooLong);
    all.put("failed-refused", Recordings::refused);
    all.put("cancelled-while-waiting", Recordings::cancelledWhileWaiting);
    all.put("cancelled-in-flight", Recordings::cancelledInFlight);
    all.put("compensation-failed", Recordings::compensationFailed);
    all.put("completed-skipped", Recordings::skipped);
    all.put("failed-with-nothing-left", Recordings::nothingLeft);
    all.put("retried", Recordings::retried);
    all.put("waiting", Recordings::waiting);
    return all;
  }

  private static InMemoryEngine engine(UnaryOperator<Tasks> seen, Notified... answers) {
    var outside = ScriptedOutside.with(new ManualClock());
    outside.notifier().answer(TASK, answers);
    return InMemoryEngine.inCallersThread(outside, seen);
  }

  private static InMemoryEngine started(Notified... answers) {
    var engine = engine(UnaryOperator.identity(), answers);
    engine.workflows().start(REQUEST);
    return engine;
  }

  private static History played(String about, RunId id, Notified... answers) {
    return settled(about, started(answers), id);
  }

  private static History settled(String about, InMemoryEngine engine, RunId id) {
    for (int i = 0; i < 100; i++) {
      engine.advance(Duration.ofMillis(500));
    }
    return recorded(about, engine, id);
  }

  private static History recorded(String about, InMemoryEngine engine, RunId id) {
    var workflow = engine.workflows().find(id).orElseThrow();
    return new History(
        about,
        workflow.run(),
        engine.journal(id),
        workflow.state(),
        workflow.result().map(WorkflowResult::message));
  }

  private static NotNow later(long seconds) {
    return new NotNow(ManualClock.START.plusSeconds(seconds), "circuit breaker is open");
  }

  private static History afterAnOutage(String about) {
    return played(about, FIRST, later(20), TEMPORARY, later(40));
  }

  private static History rejected(String about) {
    var engine = engine(UnaryOperator.identity());
    engine.workflows().start(new TaskRequest(TASK, "Hi", "short", "ann", 3600));
    return settled(about, engine, FIRST);
  }

  private static History putOffTooLong(String about) {
    var engine = started(later(7200), later(7200));
    engine.advance(Duration.ofMinutes(10));
    return settled(about, engine, FIRST);
  }

  private static History refused(String about) {
    var engine = engine(UnaryOperator.identity());
    engine
        .tasks()
        .run(
            TASK,
            List.of(
                new TaskCommand.Create(new CommandId("c-1"), "Title", "Description"),
                new TaskCommand.Cancel(new CommandId("c-2"))));
    engine.workflows().start(REQUEST);
    return settled(about, engine, FIRST);
  }

  private static History cancelledWhileWaiting(String about) {
    var engine = started(TEMPORARY);
    engine.workflows().cancel(FIRST);
    return settled(about, engine, FIRST);
  }

  /** Cancels the run during a call, because nothing is in flight when a method returns. */
  private static History cancelledInFlight(String about) {
    var engines = new ArrayList<InMemoryEngine>();
    engines.add(engine(tasks -> new Cancelling(tasks, engines)));
    engines.getFirst().workflows().start(REQUEST);
    return settled(about, engines.getFirst(), FIRST);
  }

  private static History compensationFailed(String about) {
    var engine = engine(Unclearable::new, FOR_GOOD);
    engine.workflows().start(REQUEST);
    return settled(about, engine, FIRST);
  }

  private static History skipped(String about) {
    var engine = started(TEMPORARY);
    engine.tasks().run(TASK, new TaskCommand.Complete(new CommandId("c-1")));
    return settled(about, engine, FIRST);
  }

  private static History nothingLeft(String about) {
    var engine = engine(Closing::new, FOR_GOOD);
    engine.workflows().start(REQUEST);
    return settled(about, engine, FIRST);
  }

  private static History retried(String about) {
    var engine = started(FOR_GOOD);
    engine.advance(Duration.ofSeconds(5));
    engine
        .workflows()
        .retry(
            FIRST,
            new Corrections(
                Optional.empty(), Optional.empty(), Optional.of("bob"), Optional.empty()));
    return settled(about, engine, WorkflowId.of(TASK, 2));
  }

  private static History waiting(String about) {
    var engine = started(TEMPORARY, TEMPORARY);
    engine.advance(Duration.ofSeconds(1));
    return recorded(about, engine, FIRST);
  }

  /** Returns true if a history contains this kind of input. */
  static boolean told(History history, Class<? extends SagaInput> input) {
    return history.journal().stream()
        .flatMap(entry -> entry.inputs().stream())
        .anyMatch(input::isInstance);
  }

  /** Tasks whose deadlines cannot be cleared. */
  private record Unclearable(Tasks tasks) implements ForwardingTasks {
    @Override
    public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
      if (commands.getFirst() instanceof TaskCommand.ClearDeadline) {
        throw Unavailable.outOfReach("the actor is out of reach");
      }
      return tasks.run(id, commands);
    }
  }

  /** Tasks that are cancelled right before their deadlines are cleared. */
  private record Closing(Tasks tasks) implements ForwardingTasks {
    @Override
    public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
      if (commands.getFirst() instanceof TaskCommand.ClearDeadline) {
        tasks.run(id, new TaskCommand.Cancel(new CommandId("c-1")));
      }
      return tasks.run(id, commands);
    }
  }

  /** Tasks that cancel the calling run during a turn. */
  private record Cancelling(Tasks tasks, List<InMemoryEngine> engines) implements ForwardingTasks {
    @Override
    public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
      engines.getFirst().workflows().cancel(FIRST);
      return tasks.run(id, commands);
    }
  }
}
