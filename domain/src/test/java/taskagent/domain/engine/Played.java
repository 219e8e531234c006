package taskagent.domain.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Outside;
import taskagent.domain.engine.Scenario.Act;
import taskagent.domain.engine.Scenario.Deed;
import taskagent.domain.engine.Scenario.Fare;
import taskagent.domain.engine.Scenario.Fault;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/** A scenario played to its end on the engine in memory. */
final class Played {

  static final TaskId TASK = new TaskId("t-1");

  private static final TaskRequest REQUEST =
      new TaskRequest(TASK, "Prepare the report", "All the figures", "ann", 60);

  /** Time enough for anything: three tries put off for ten minutes each, and so their undoing. */
  private static final int ROUNDS = 200;

  final InMemoryEngine engine;
  final Outside outside = Outside.with(new ManualClock());
  final List<WorkflowId> runs = new ArrayList<>();
  private final Iterator<Fault> faults;
  private int deeds;

  Played(Scenario scenario) {
    faults = scenario.faults().iterator();
    engine = InMemoryEngine.inCallersThread(outside, Faulty::new);
    outside
        .notifier()
        .answer(
            TASK,
            scenario.notifications().stream()
                .map(Played::answer)
                .toArray(Notifier.Notified[]::new));
    engine.workflows().start(REQUEST);
    runs.add(WorkflowId.of(TASK));
    scenario.acts().forEach(this::act);
    settle();
  }

  private static Notifier.Notified answer(Fare fare) {
    return switch (fare) {
      case SENT -> new Notifier.Sent();
      case FAILS -> new Notifier.Failed("no route", true);
      case FAILS_FOR_GOOD -> new Notifier.Failed("no mailbox", false);
      case NOT_NOW -> new Notifier.NotNow(ManualClock.START.plusSeconds(400), "circuit open");
    };
  }

  private void act(Act act) {
    switch (act) {
      case Act.Pass(var time) -> engine.advance(time);
      case Act.Foreign(var deed) -> engine.tasks().run(TASK, command(deed));
      case Act.CancelRun() -> engine.workflows().cancel(runs.getLast());
      case Act.RetryRun(var assignee, long seconds) -> retry(assignee, seconds);
      case Act.Restart() -> engine.restart(Duration.ZERO);
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

  private TaskCommand command(Deed deed) {
    var id = new CommandId("foreign-" + ++deeds);
    var now = outside.clock().instant();
    return switch (deed) {
      case REASSIGN -> new TaskCommand.Assign(id, "foreign-" + deeds);
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

  Workflow workflow(WorkflowId id) {
    return engine.workflows().find(id).orElseThrow();
  }

  List<TaskEvent> timeline() {
    return engine.tasks().timeline(TASK).orElse(List.of());
  }

  /** The tasks as sagas see them: calls get lost, and so do answers. */
  private final class Faulty implements Tasks {

    private final Tasks tasks;

    Faulty(Tasks tasks) {
      this.tasks = tasks;
    }

    @Override
    public Optional<TaskSnapshot> find(TaskId id) {
      return tasks.find(id);
    }

    @Override
    public Optional<List<TaskEvent>> timeline(TaskId id) {
      return tasks.timeline(id);
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
