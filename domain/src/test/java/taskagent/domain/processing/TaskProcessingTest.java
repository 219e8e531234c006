package taskagent.domain.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.Backoff;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Journal;
import taskagent.domain.engine.JournaledRuntime;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.memory.InMemoryJournal;
import taskagent.domain.memory.KeptInMemory;
import taskagent.domain.port.Notifier;
import taskagent.domain.saga.Act;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;

/** The task saga and its steps (specification §4). */
final class TaskProcessingTest {

  private static final TaskId TASK = new TaskId("t-1");
  private static final Instant ACCEPTED = Instant.parse("2026-03-01T09:00:00Z");

  private static WorkflowRun run(String title, String description) {
    return WorkflowRun.accepted(
        WorkflowId.of(TASK), new TaskRequest(TASK, title, description, "ann", 60), ACCEPTED);
  }

  private static final WorkflowRun RUN = run("Prepare the report", "All the figures");

  private static StepCall call(String step, Mode mode) {
    return new StepCall(RUN.id().value(), step, mode, 1);
  }

  private static TaskCommand command(String step, Mode mode) {
    var call = call(step, mode);
    return TaskProcessing.TASK.command(
        TaskProcessing.SAGA.act(call), new Attempt<>(RUN, call, List.of(), false));
  }

  private static CommandId id(String suffix) {
    return new CommandId("task-workflow-t-1/" + suffix);
  }

  @Test
  void theSagaMatchesTheSpecification() {
    assertThat(TaskProcessing.SAGA.steps())
        .extracting(Step::name)
        .containsExactly("validate", "create", "assign", "set_deadline", "notify");
    assertThat(TaskProcessing.SAGA.steps())
        .extracting(Step::undoneBy)
        .containsExactly(
            Optional.empty(),
            Optional.empty(),
            Optional.of("unassign"),
            Optional.of("cancel_deadline"),
            Optional.empty());
    var backoff = new Backoff(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(10));
    assertThat(TaskProcessing.SAGA.steps().getLast().retry())
        .isEqualTo(
            new RetryPolicy(3, new Backoff(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(1))));
    assertThat(TaskProcessing.SAGA.steps().subList(0, 4))
        .extracting(step -> step.retry())
        .containsOnly(new RetryPolicy(5, backoff));
  }

  @ParameterizedTest
  @CsvSource({
    "12345, 1234567890, ''",
    "1234,  1234567890, 'Title must be at least 5 characters'",
    "12345, 123456789,  'Description must be at least 10 characters'",
    "'',    '', 'Title must be at least 5 characters; Description must be at least 10 characters'",
    "🎉🎉🎉🎉🎉, 1234567890, ''",
    "🎉🎉🎉, 1234567890, 'Title must be at least 5 characters'",
  })
  void aRequestIsValidatedAndEveryIssueIsListed(String title, String text, String issues) {
    var run = run(title, text);
    var end = driven(run);

    assertThat(driven(undecided(run))).as("a run without stored decisions").isEqualTo(end);
    if (issues.isEmpty()) {
      assertThat(end.ended()).isFalse();
    } else {
      assertThat(end.outcome()).contains(Outcome.REJECTED);
      assertThat(end.cause().orElseThrow().reason()).isEqualTo("validate: " + issues);
    }
  }

  @Test
  void aRunInFlightKeepsTheVerdictOnItsRequest() {
    var valid = new Verdict.Done();
    var invalid = new Verdict.Rejected(List.of("Title must be at least 40 characters"));

    assertThat(RUN.decided()).containsExactly(new StepResult("validate", valid));
    assertThat(driven(decided("tiny", invalid)).cause().orElseThrow().reason())
        .isEqualTo("validate: Title must be at least 40 characters");
    assertThat(driven(decided("tiny", valid)).ended()).isFalse();
    assertThat(driven(decided("Prepare the report", invalid)).outcome()).contains(Outcome.REJECTED);
  }

  private static WorkflowRun decided(String title, Verdict verdict) {
    var run = run(title, "All the figures");
    var decided = List.of(new StepResult("validate", verdict));
    return new WorkflowRun(
        run.id(), run.kind(), run.request(), ACCEPTED, NotifyPolicy.DEFAULT, decided);
  }

  /**
   * The journal has the verdict on a request. So a build that judges otherwise goes on with it
   * (specification §10).
   */
  @Test
  void theVerdictInTheJournalStandsWhateverTheCodeWouldDecide() {
    var valid = run("Prepare the report", "All the figures");
    var invalid = run("tiny", "All the figures");
    var accepted = new InMemoryJournal(List.of());
    var rejected = new InMemoryJournal(List.of());
    driven(valid, accepted);
    driven(invalid, rejected);

    assertThat(accepted.entries())
        .extracting(Journal.Entry::key)
        .containsExactly("run task-workflow-t-1/validate/do..set_deadline");
    assertThat(rejected.entries())
        .extracting(Journal.Entry::inputs)
        .containsExactly(List.of(new SagaInput.Ran(invalid.decided(), ACCEPTED)));
    assertThat(driven(undecided(invalid), accepted).ended()).isFalse();
    assertThat(driven(undecided(valid), rejected).cause().orElseThrow().reason())
        .isEqualTo("validate: Title must be at least 5 characters");
  }

  @Test
  void aRejectedRequestHasNothingToCompensate() {
    var end = driven(run("tiny", "All the figures"));

    assertThat(end.steps())
        .extracting(StepState::owed)
        .containsExactly(true, false, false, false, false);
    assertThat(end.steps())
        .extracting(StepState::status)
        .containsExactly(
            Status.FAILED, Status.PENDING, Status.PENDING, Status.PENDING, Status.PENDING);
  }

  private static WorkflowRun undecided(WorkflowRun run) {
    return new WorkflowRun(
        run.id(), run.kind(), run.request(), ACCEPTED, run.notifyPolicy(), List.of());
  }

  private static SagaState driven(WorkflowRun run) {
    return driven(run, new InMemoryJournal(List.of()));
  }

  /** Drives a run up to its call to the outside. */
  private static SagaState driven(WorkflowRun run, Journal journal) {
    var tasks = InMemoryEngine.inCallersThread(ScriptedOutside.with(new ManualClock())).tasks();
    var kinds = Kinds.ofTasks(new KeptInMemory<>(), _ -> new Notifier.Sent());
    var steps = new StepExecutor(kinds, tasks);
    var runtime =
        new JournaledRuntime(
            journal,
            ACCEPTED,
            () -> ACCEPTED,
            true,
            directive ->
                directive.place() == Place.AGGREGATE
                    ? Optional.of(steps.run(directive, run))
                    : Optional.empty());
    var at = kinds.loop(run).drive(run.id().value(), runtime);
    runtime.checkDriven();
    return at.state();
  }

  @Test
  void everyStepOnTheTaskIsACommandWithItsOwnKey() {
    assertThat(command("create", Mode.DO))
        .isEqualTo(
            new TaskCommand.Create(id("create/do"), "Prepare the report", "All the figures"));
    assertThat(command("assign", Mode.DO))
        .isEqualTo(new TaskCommand.Assign(id("assign/do"), "ann"));
    assertThat(command("set_deadline", Mode.DO))
        .isEqualTo(new TaskCommand.SetDeadline(id("set_deadline/do"), ACCEPTED.plusSeconds(60)));
  }

  @Test
  void everyCompensationReferencesItsOwnStep() {
    assertThat(command("assign", Mode.UNDO))
        .isEqualTo(new TaskCommand.Unassign(id("assign/undo"), Optional.of(id("assign/do"))));
    assertThat(command("set_deadline", Mode.UNDO))
        .isEqualTo(
            new TaskCommand.ClearDeadline(
                id("set_deadline/undo"), Optional.of(id("set_deadline/do"))));
  }

  @Test
  void everyStepOnTheTaskHasACommandAndACompensation() {
    for (var step : TaskProcessing.SAGA.steps()) {
      if (step.act() instanceof Act.Send && step.place() == Place.AGGREGATE) {
        assertThat(command(step.name(), Mode.DO)).isNotNull();
        if (step.undoneBy().isPresent()) {
          assertThat(command(step.name(), Mode.UNDO)).isNotNull();
        }
      }
    }
  }

  @Test
  void anUnknownStepIsADefect() {
    assertThatThrownBy(() -> command("ship", Mode.DO))
        .isInstanceOf(SagaDefect.class)
        .hasMessageContaining("ship");
    assertThatThrownBy(() -> command("create", Mode.UNDO)).isInstanceOf(SagaDefect.class);
  }

  @Test
  void theCreationCommandIsThatOfItsStep() {
    assertThat(TaskProcessing.creation(RUN)).isEqualTo(command("create", Mode.DO));
  }

  @Test
  void theNotificationHasTheKeyOfItsStepInEveryAttempt() {
    var third = new StepCall(RUN.id().value(), "notify", Mode.DO, 3);

    assertThat(
            TaskProcessing.ASSIGNEE.command(
                TaskProcessing.SAGA.act(third), new Attempt<>(RUN, third, List.of(), false)))
        .isEqualTo(
            new Notification(
                "task-workflow-t-1/notify/do",
                TASK,
                "ann",
                "Prepare the report",
                ACCEPTED.plusSeconds(60),
                3,
                false));
  }

  private static Optional<WorkflowResult> result(Outcome outcome, Optional<Cause> cause) {
    var state =
        new SagaState(
            RUN.id().value(),
            Phase.ENDED,
            List.of(),
            cause,
            false,
            Optional.of(outcome),
            ACCEPTED,
            ACCEPTED);
    return WorkflowResult.of(RUN, state);
  }

  private static int attempts(WorkflowRun run, String step, Mode mode) {
    return TaskProcessing.saga(run).step(step).retry(mode).attempts();
  }

  @Test
  void aRunHasTheAttemptsOfItsOwnPolicy() {
    var retry = new RetryPolicy(7, NotifyPolicy.DEFAULT.retry().backoff());
    var policy = new NotifyPolicy(retry, NotifyPolicy.OnFailure.KEEP);
    var run = WorkflowRun.accepted(RUN.id(), RUN.request(), ACCEPTED, policy);

    assertThat(attempts(run, "notify", Mode.DO)).isEqualTo(7);
    assertThat(attempts(RUN, "notify", Mode.DO)).isEqualTo(3);
    assertThat(attempts(run, "assign", Mode.UNDO)).isEqualTo(5);
  }

  @Test
  void everyOutcomeHasAMessageForClients() {
    var cause = Optional.of(new Cause(Outcome.FAILED, "notify: no route"));

    assertThat(result(Outcome.COMPLETED, Optional.empty()))
        .contains(
            new WorkflowResult(
                TASK, Outcome.COMPLETED, "Task assigned to ann with deadline reminder", true));
    assertThat(result(Outcome.FAILED, cause).orElseThrow().message())
        .isEqualTo("Processing failed, compensation applied: notify: no route");
    assertThat(result(Outcome.REJECTED, cause).orElseThrow().message())
        .startsWith("Validation failed: ");
    assertThat(result(Outcome.CANCELLED, cause).orElseThrow().message())
        .isEqualTo("Cancelled, compensation applied");
    assertThat(result(Outcome.COMPENSATION_FAILED, cause).orElseThrow().message())
        .contains("operator")
        .contains("no route");
  }

  @Test
  void aRunningWorkflowHasNoResult() {
    var state =
        new SagaState(
            RUN.id().value(),
            Phase.FORWARD,
            List.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            ACCEPTED,
            ACCEPTED);

    assertThat(WorkflowResult.of(RUN, state)).isEmpty();
    assertThat(new Workflow(RUN, state, Optional.empty()).status())
        .isEqualTo(Workflow.Status.RUNNING);
    assertThat(new Workflow(RUN, state, Optional.of("a defect")).status())
        .isEqualTo(Workflow.Status.FAILED);
  }

  @Test
  void anEndedRunIsCompletedWithEveryOutcome() {
    for (var outcome : Outcome.values()) {
      var state =
          new SagaState(
              RUN.id().value(),
              Phase.ENDED,
              List.of(),
              Optional.empty(),
              false,
              Optional.of(outcome),
              ACCEPTED,
              ACCEPTED);
      var workflow = new Workflow(RUN, state, Optional.empty());

      assertThat(workflow.status()).isEqualTo(Workflow.Status.COMPLETED);
      assertThat(workflow.result().orElseThrow().status()).isEqualTo(outcome);
    }
  }
}
