package taskagent.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.memory.KeptInMemory;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** Runs steps on the ports, as every engine does. */
final class StepExecutorTest {

  private static final TaskId TASK = new TaskId("t-1");
  private static final WorkflowRun RUN =
      WorkflowRun.accepted(
          WorkflowId.of(TASK),
          new TaskRequest(TASK, "Prepare the report", "All the figures", "ann", 60),
          ManualClock.START);

  private final InMemoryEngine engine =
      InMemoryEngine.inCallersThread(ScriptedOutside.with(new ManualClock()));
  private final List<Notification> notified = new ArrayList<>();

  private StepExecutor executor(Notifier.Notified answer) {
    var kinds =
        Kinds.ofTasks(
            new KeptInMemory<>(),
            notification -> {
              notified.add(notification);
              return answer;
            });
    return new StepExecutor(kinds, engine.tasks());
  }

  private static StepCall call(String step, Mode mode) {
    return new StepCall(RUN.id().value(), step, mode, 2);
  }

  private static Directive.Run directive(List<StepCall> calls) {
    return new Directive.Run(Place.AGGREGATE, calls);
  }

  private static final List<StepCall> FORWARD =
      List.of(call("create", Mode.DO), call("assign", Mode.DO), call("set_deadline", Mode.DO));

  @Test
  void severalStepsOnTheTaskRunInOrder() {
    var results = executor(new Notifier.Sent()).run(directive(FORWARD), RUN);

    assertThat(results)
        .containsExactly(
            StepResult.done("create"), StepResult.done("assign"), StepResult.done("set_deadline"));
    var task = engine.tasks().find(TASK).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(task.deadline()).contains(ManualClock.START.plusSeconds(60));
    assertThat(notified).isEmpty();
  }

  private static final List<StepCall> WHOLE_TURN =
      Stream.concat(Stream.of(call("validate", Mode.DO)), FORWARD.stream()).toList();

  @Test
  void aTurnBeginsWithItsDecisions() {
    var results = executor(new Notifier.Sent()).run(directive(WHOLE_TURN), RUN);

    assertThat(results)
        .extracting(StepResult::step)
        .containsExactly("validate", "create", "assign", "set_deadline");
    assertThat(results).extracting(StepResult::verdict).containsOnly(new Verdict.Done());
  }

  @Test
  void nothingIsSentBehindADecisionThatRejects() {
    var rejected = StepResult.rejected("validate", List.of("too blue"));
    var run =
        new WorkflowRun(
            RUN.id(),
            RUN.kind(),
            RUN.request(),
            RUN.acceptedAt(),
            RUN.notifyPolicy(),
            List.of(rejected));

    assertThat(executor(new Notifier.Sent()).run(directive(WHOLE_TURN), run))
        .as("what was decided when the run was accepted")
        .containsExactly(rejected);
    assertThat(engine.tasks().find(TASK)).isEmpty();
  }

  @Test
  void anEngineThatIsUnavailablePutsOffTheFirstStepThatNeedsIt() {
    var now = ManualClock.START;

    assertThat(
            executor(new Notifier.Sent())
                .unavailable(directive(WHOLE_TURN), RUN, now, "out of reach"))
        .containsExactly(
            StepResult.done("validate"),
            StepResult.notNow("create", now.plusSeconds(1), "out of reach"));
  }

  @Test
  void repeatedStepsTakeEffectOnce() {
    var executor = executor(new Notifier.Sent());
    var first = executor.run(directive(FORWARD), RUN);
    var before = engine.tasks().find(TASK);

    assertThat(executor.run(directive(FORWARD), RUN)).isEqualTo(first);

    assertThat(engine.tasks().find(TASK)).isEqualTo(before);
  }

  @Test
  void theFirstRefusedStepIsTheLastResult() {
    engine
        .tasks()
        .run(
            TASK,
            List.of(
                new TaskCommand.Create(new CommandId("a"), "Title", "Description"),
                new TaskCommand.Cancel(new CommandId("b"))));

    var results = executor(new Notifier.Sent()).run(directive(FORWARD), RUN);

    assertThat(results)
        .containsExactly(
            StepResult.refused("create", "the task is cancelled and can no longer change"));
  }

  @Test
  void aStepOnATaskThatDoesNotExistIsRefused() {
    assertThat(executor(new Notifier.Sent()).run(directive(List.of(call("assign", Mode.DO))), RUN))
        .containsExactly(StepResult.refused("assign", "there is no task t-1"));
  }

  @Test
  void callsThatTheSagaCannotMakeAreDefects() {
    var executor = executor(new Notifier.Sent());

    assertThatThrownBy(() -> executor.run(directive(List.of(call("ship", Mode.DO))), RUN))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("no step ship");
    assertThatThrownBy(() -> executor.run(directive(List.of(call("create", Mode.UNDO))), RUN))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("create has no compensation");
    assertThatThrownBy(
            () ->
                executor.run(
                    directive(List.of(call("assign", Mode.DO), call("notify", Mode.DO))), RUN))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("is not a step on task");
  }

  @Test
  void stepsThatArriveAfterTheirCompensationTakeNoEffectEvenWithoutATask() {
    var executor = executor(new Notifier.Sent());
    var undoing = List.of(call("set_deadline", Mode.UNDO), call("assign", Mode.UNDO));

    assertThat(executor.run(directive(undoing), RUN))
        .containsExactly(
            StepResult.skipped("set_deadline", "the task has no deadline"),
            StepResult.skipped("assign", "the task has no assignee"));
    assertThat(executor.run(directive(FORWARD), RUN))
        .containsExactly(
            StepResult.done("create"),
            StepResult.refused(
                "assign", "cannot run a compensated command on a task that is pending"));

    var task = engine.tasks().find(TASK).orElseThrow();
    assertThat(task.title()).isEqualTo("Prepare the report");
    assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(task.version()).isEqualTo(1);
  }

  @Test
  void stepsThatArriveBetweenTheirCompensationsTakeNoEffectAfterwards() {
    var executor = executor(new Notifier.Sent());

    executor.run(directive(List.of(call("set_deadline", Mode.UNDO))), RUN);
    executor.run(directive(FORWARD), RUN);
    executor.run(directive(List.of(call("assign", Mode.UNDO))), RUN);

    var task = engine.tasks().find(TASK).orElseThrow();
    assertThat(task.assignee()).isEmpty();
    assertThat(task.deadline()).isEmpty();
    assertThat(executor.run(directive(List.of(call("assign", Mode.DO))), RUN))
        .containsExactly(StepResult.done("assign")); // the same answer as before
    assertThat(engine.tasks().find(TASK)).contains(task);
  }

  private void assigned() {
    executor(new Notifier.Sent()).run(directive(FORWARD), RUN);
  }

  private void foreign(TaskCommand command) {
    engine.tasks().run(TASK, command);
  }

  @Test
  void nobodyIsNotifiedOfATaskThatIsClosedOrHasAnotherAssignee() {
    var notify = List.of(call("notify", Mode.DO));
    var executor = executor(new Notifier.Sent());

    assertThat(executor.run(directive(notify), RUN))
        .containsExactly(StepResult.skipped("notify", "the task does not exist any more"));
    assigned();
    foreign(new TaskCommand.Assign(new CommandId("a"), "bob"));
    assertThat(executor.run(directive(notify), RUN))
        .containsExactly(StepResult.skipped("notify", "the task has another assignee"));
    foreign(new TaskCommand.Unassign(new CommandId("b"), Optional.empty()));
    assertThat(executor.run(directive(notify), RUN))
        .containsExactly(StepResult.skipped("notify", "the task has no assignee"));
    foreign(new TaskCommand.Cancel(new CommandId("c")));
    assertThat(executor.run(directive(notify), RUN))
        .containsExactly(StepResult.skipped("notify", "the task is cancelled"));
    assertThat(notified).isEmpty();
  }

  @Test
  void anAssigneeWhoStartedOrIsLateIsStillNotified() {
    var notify = List.of(call("notify", Mode.DO));
    assigned();

    foreign(new TaskCommand.Start(new CommandId("a")));
    assertThat(executor(new Notifier.Sent()).run(directive(notify), RUN))
        .containsExactly(StepResult.done("notify"));
  }

  @Test
  void theNotificationIsPassedToTheNotifier() {
    assigned();
    var results =
        executor(new Notifier.Sent()).run(directive(List.of(call("notify", Mode.DO))), RUN);

    assertThat(results).containsExactly(StepResult.done("notify"));
    assertThat(notified)
        .containsExactly(
            new Notification(
                "task-workflow-t-1/notify/do",
                TASK,
                "ann",
                "Prepare the report",
                ManualClock.START.plusSeconds(60),
                2,
                false));
  }

  @Test
  void aNotificationIsRepeatedIfAnEarlierAnswerWasLost() {
    var first = call("notify", Mode.DO);
    var again = new StepCall(first.base(), first.step(), first.mode(), 2, true);
    var executor = executor(new Notifier.Sent());
    assigned();

    executor.run(directive(List.of(first)), RUN, false);
    executor.run(directive(List.of(first)), RUN, true);
    executor.run(directive(List.of(again)), RUN, false);

    assertThat(notified).extracting(Notification::repeated).containsExactly(false, true, true);
  }

  @Test
  void theAnswerOfTheNotifierBecomesTheResultOfTheStep() {
    var notify = List.of(call("notify", Mode.DO));
    var at = Instant.parse("2026-03-01T09:05:00Z");
    assigned();

    assertThat(executor(new Notifier.Failed("no route", true)).run(directive(notify), RUN))
        .containsExactly(StepResult.failed("notify", "no route", true));
    assertThat(executor(new Notifier.Failed("no mailbox", false)).run(directive(notify), RUN))
        .containsExactly(StepResult.failed("notify", "no mailbox", false));
    assertThat(executor(new Notifier.Failed("silence", true, true)).run(directive(notify), RUN))
        .containsExactly(StepResult.failed("notify", "silence", true, true));
    assertThat(executor(new Notifier.NotNow(at, "circuit open")).run(directive(notify), RUN))
        .containsExactly(StepResult.notNow("notify", at, "circuit open"));
  }
}
