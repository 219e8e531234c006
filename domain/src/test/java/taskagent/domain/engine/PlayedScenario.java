package taskagent.domain.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import taskagent.domain.contract.ForwardingTasks;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Scenario.Action;
import taskagent.domain.engine.Scenario.Fault;
import taskagent.domain.engine.Scenario.ForeignCommand;
import taskagent.domain.engine.Scenario.NotificationResult;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;

/** A scenario that runs to its end on the in-memory engine. */
final class PlayedScenario {

  static final TaskId TASK = new TaskId("t-1");

  private static final TaskRequest REQUEST =
      new TaskRequest(TASK, "Prepare the report", "All the figures", "ann", 60);

  /**
   * Longer than any scenario: three attempts and three compensations, each postponed ten minutes.
   */
  private static final int ROUNDS = 200;

  final InMemoryEngine engine;
  final ScriptedOutside outside = ScriptedOutside.with(new ManualClock());
  final List<RunId> runs = new ArrayList<>();
  private final Iterator<Fault> faults;
  private int foreignCommands;

  PlayedScenario(Scenario scenario) {
    faults = scenario.faults().iterator();
    engine = InMemoryEngine.inCallersThread(outside, Faulty::new);
    outside
        .notifier()
        .answer(
            TASK,
            scenario.notifications().stream()
                .map(PlayedScenario::answer)
                .toArray(Notifier.Notified[]::new));
    engine.workflows().start(REQUEST);
    runs.add(WorkflowId.of(TASK));
    scenario.actions().forEach(this::act);
    settle();
  }

  private static Notifier.Notified answer(NotificationResult result) {
    return switch (result) {
      case SENT -> new Notifier.Sent();
      case FAILS -> new Notifier.Failed("no route", true);
      case FAILS_FOR_GOOD -> new Notifier.Failed("no mailbox", false);
      case NOT_NOW -> new Notifier.NotNow(ManualClock.START.plusSeconds(400), "circuit open");
    };
  }

  private void act(Action act) {
    switch (act) {
      case Action.Pass(var time) -> engine.advance(time);
      case Action.Foreign(var command) -> engine.tasks().run(TASK, command(command));
      case Action.CancelRun() -> engine.workflows().cancel(runs.getLast());
      case Action.RetryRun(var assignee, long seconds) -> retry(assignee, seconds);
      case Action.Restart() -> engine.restart(Duration.ZERO);
    }
  }

  private void retry(String assignee, long seconds) {
    var corrections =
        new Corrections(
            Optional.empty(), Optional.empty(), Optional.of(assignee), Optional.of(seconds));
    if (engine.workflows().retry(runs.getLast(), corrections) instanceof Retried.Accepted(var id)) {
      runs.add(id);
    }
  }

  private TaskCommand command(ForeignCommand command) {
    var id = new CommandId("foreign-" + ++foreignCommands);
    var now = outside.clock().instant();
    return switch (command) {
      case REASSIGN -> new TaskCommand.Assign(id, "foreign-" + foreignCommands);
      case UNASSIGN -> new TaskCommand.Unassign(id, Optional.empty());
      case START -> new TaskCommand.Start(id);
      case COMPLETE -> new TaskCommand.Complete(id);
      case CANCEL -> new TaskCommand.Cancel(id);
      case MOVE_DEADLINE -> new TaskCommand.SetDeadline(id, now.plusSeconds(45));
      case DEADLINE_IN_THE_PAST -> new TaskCommand.SetDeadline(id, now.minusSeconds(1));
      case CLEAR_DEADLINE -> new TaskCommand.ClearDeadline(id, Optional.empty());
    };
  }

  private void settle() {
    for (int i = 0; i < ROUNDS && !atRest(); i++) {
      engine.advance(Duration.ofSeconds(30));
    }
  }

  private boolean atRest() {
    return runs.stream().allMatch(id -> workflow(id).status() != Workflow.Status.RUNNING);
  }

  Workflow workflow(RunId id) {
    return engine.workflows().find(id).orElseThrow();
  }

  List<TaskEvent> timeline() {
    return engine.tasks().timeline(TASK).orElse(List.of());
  }

  /** The tasks as sagas see them: calls and answers can get lost. */
  private final class Faulty implements ForwardingTasks {

    private final Tasks tasks;

    Faulty(Tasks tasks) {
      this.tasks = tasks;
    }

    @Override
    public Tasks tasks() {
      return tasks;
    }

    @Override
    public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
      var fault = faults.hasNext() ? faults.next() : Fault.NONE;
      return switch (fault) {
        case NONE -> tasks.run(id, commands);
        case LOST -> throw Unavailable.outOfReach("the call was lost");
        case ANSWER_LOST -> {
          tasks.run(id, commands);
          throw Unavailable.outOfReach("the answer was lost");
        }
      };
    }
  }
}
