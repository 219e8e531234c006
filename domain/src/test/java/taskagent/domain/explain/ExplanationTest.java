package taskagent.domain.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.explain.Explanation.Action;
import taskagent.domain.explain.Explanation.Kind;
import taskagent.domain.explain.Explanation.WaitsFor;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaMachine;
import taskagent.domain.saga.SagaMachine.Transition;
import taskagent.domain.saga.StepResult;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** The sentences, one for each state (specification §14). */
final class ExplanationTest {

  private static final TaskId TASK = new TaskId("t-1");
  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant DUE = NOW.plusSeconds(3600);
  private static final SagaMachine MACHINE = new SagaMachine(TaskProcessing.SAGA);

  private static WorkflowRun run(String title, String description) {
    return WorkflowRun.accepted(
        WorkflowId.of(TASK), new TaskRequest(TASK, title, description, "ann", 3600), NOW);
  }

  private static TaskSnapshot task(TaskStatus status, Optional<String> assignee) {
    return new TaskSnapshot(
        TASK,
        "Prepare the report",
        "All the figures",
        status,
        assignee,
        Optional.of(DUE),
        NOW,
        NOW,
        3);
  }

  /** A run of the saga whose steps answer this, one list for each directive that runs steps. */
  private static Workflow ran(WorkflowRun run, List<List<StepResult>> answers) {
    var at = MACHINE.start(run.id().value(), NOW);
    for (var answer : answers) {
      at = awake(MACHINE.on(at.state(), new SagaInput.Ran(answer, NOW)), answer, answers);
    }
    return new Workflow(run, at.state(), Optional.empty());
  }

  /** Waits, unless this was the last answer. */
  private static Transition awake(
      Transition at, List<StepResult> answer, List<List<StepResult>> answers) {
    return at.directive() instanceof Directive.Wait wait && answer != answers.getLast()
        ? MACHINE.on(at.state(), new SagaInput.Woke(wait.until()))
        : at;
  }

  private static Workflow atNotify(List<List<StepResult>> answers) {
    var all = new java.util.ArrayList<List<StepResult>>();
    all.add(List.of(StepResult.done("validate")));
    all.add(
        List.of(
            StepResult.done("create"), StepResult.done("assign"), StepResult.done("set_deadline")));
    all.addAll(answers);
    return ran(run("Prepare the report", "All the figures"), all);
  }

  private static List<StepResult> failure() {
    return List.of(StepResult.failed("notify", "no route to host", true));
  }

  private static Explanation explain(TaskStatus status, Optional<String> assignee, Workflow run) {
    return Explanation.of(Optional.of(task(status, assignee)), Optional.of(run)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PENDING     |     | Waiting for somebody to be assigned.          | UNASSIGNED  | OPERATOR
          ASSIGNED    | ann | Waiting for ann to start.                     | ASSIGNED    | ASSIGNEE
          IN_PROGRESS | ann | ann is working on it.                         | IN_PROGRESS | ASSIGNEE
          OVERDUE     | ann | The deadline passed before ann completed it.  | OVERDUE     | ASSIGNEE
          OVERDUE     |     | The deadline passed, and nobody is assigned.  | OVERDUE     | OPERATOR
          COMPLETED   | ann | It is completed.                              | COMPLETED   |
          CANCELLED   | ann | It was cancelled.                             | CANCELLED   |
          """)
  void aTaskWithoutARunIsExplainedByItsStatus(
      TaskStatus status, String assignee, String sentence, Kind kind, WaitsFor who) {
    var explanation =
        Explanation.of(Optional.of(task(status, Optional.ofNullable(assignee))), Optional.empty())
            .orElseThrow();
    assertThat(explanation.sentence()).isEqualTo(sentence);
    assertThat(explanation.kind()).isEqualTo(kind);
    assertThat(explanation.waitsFor()).isEqualTo(Optional.ofNullable(who));
  }

  @Test
  void anOpenTaskHasItsDeadlineAndAnOverdueTaskTheTimeSince() {
    var open = task(TaskStatus.ASSIGNED, Optional.of("ann"));
    var overdue = task(TaskStatus.OVERDUE, Optional.of("ann"));
    assertThat(Explanation.of(Optional.of(open), Optional.empty()).orElseThrow().until())
        .contains(DUE);
    var explained = Explanation.of(Optional.of(overdue), Optional.empty()).orElseThrow();
    assertThat(explained.since()).isEqualTo(DUE);
    assertThat(explained.until()).isEmpty();
  }

  @Test
  void aRunningStepIsNamed() {
    assertThat(explain(TaskStatus.ASSIGNED, Optional.of("ann"), atNotify(List.of())).sentence())
        .isEqualTo("Notifying ann.");
  }

  @Test
  void aRetryNamesTheNextAttemptAndWhenItComes() {
    var waiting =
        explain(TaskStatus.ASSIGNED, Optional.of("ann"), atNotify(List.of(failure(), failure())));
    assertThat(waiting.sentence()).isEqualTo("Notifying ann failed. Attempt 3 of 3 is next.");
    assertThat(waiting.kind()).isEqualTo(Kind.STEP_WAITS);
    assertThat(waiting.until()).contains(NOW.plusSeconds(2));
    assertThat(waiting.lastError()).contains("no route to host");
    assertThat(waiting.waitsFor()).contains(WaitsFor.SYSTEM);
    assertThat(waiting.actions()).contains(Action.COMPLETE, Action.CANCEL_WORKFLOW);
  }

  @Test
  void anUnavailableReceiverUsesUpNoAttempt() {
    var off = List.<StepResult>of(StepResult.notNow("notify", NOW.plusSeconds(30), "circuit open"));
    var explained = explain(TaskStatus.ASSIGNED, Optional.of("ann"), atNotify(List.of(off)));
    assertThat(explained.sentence()).isEqualTo("Notifying ann must wait. This uses up no attempt.");
    assertThat(explained.until()).contains(NOW.plusSeconds(30));
    assertThat(explained.attempt()).hasValue(1);
  }

  @Test
  void aCompensationSaysWhatFailed() {
    var run = atNotify(List.of(failure(), failure(), failure()));
    assertThat(explain(TaskStatus.ASSIGNED, Optional.of("ann"), run).sentence())
        .isEqualTo("Notifying ann failed 3 times. Its steps are being compensated.");
  }

  @Test
  void aCompensatedTaskWaitsForAnOperatorUntilSomebodyGoesOnWithIt() {
    var undone = List.<StepResult>of(StepResult.done("set_deadline"), StepResult.done("assign"));
    var run = atNotify(List.of(failure(), failure(), failure(), undone));
    var explained = explain(TaskStatus.PENDING, Optional.empty(), run);
    assertThat(explained.sentence())
        .isEqualTo("Notifying ann failed 3 times, so its steps were compensated.");
    assertThat(explained.waitsFor()).contains(WaitsFor.OPERATOR);
    assertThat(explained.actions()).contains(Action.ASSIGN, Action.RETRY_WORKFLOW);

    assertThat(explain(TaskStatus.ASSIGNED, Optional.of("bob"), run).sentence())
        .isEqualTo("Waiting for bob to start.");
  }

  @Test
  void aCompensationThatFailedNeedsAnOperator() {
    var stuck = List.<StepResult>of(StepResult.failed("set_deadline", "no disk", false));
    var undone = List.<StepResult>of(StepResult.done("assign"));
    var run = atNotify(List.of(failure(), failure(), failure(), stuck, undone));
    var explained = explain(TaskStatus.PENDING, Optional.empty(), run);
    assertThat(explained.sentence())
        .isEqualTo("Clearing the deadline failed. An operator must retry the workflow.");
    assertThat(explained.lastError()).contains("no disk");
  }

  @Test
  void aRejectedRequestNamesTheFirstIssue() {
    var rejected = StepResult.rejected("validate", List.of("too short"));
    var run = ran(run("Hi", "Short"), List.of(List.<StepResult>of(rejected)));
    var explained = Explanation.of(Optional.empty(), Optional.of(run)).orElseThrow();
    assertThat(explained.sentence())
        .isEqualTo("Title must be at least 5 characters. 1 more field is invalid.");
    assertThat(explained.waitsFor()).contains(WaitsFor.USER);
    assertThat(explained.actions()).containsExactly(Action.RETRY_WORKFLOW);
  }

  @Test
  void aClosedTaskIsExplainedByItselfWhateverItsRunDoes() {
    var run = atNotify(List.of(failure()));
    assertThat(explain(TaskStatus.COMPLETED, Optional.of("ann"), run).sentence())
        .isEqualTo("It is completed.");
  }

  @Test
  void aDefectNeedsAnOperator() {
    var run = atNotify(List.of());
    var stopped = new Workflow(run.run(), run.state(), Optional.of("a defect"));
    assertThat(explain(TaskStatus.ASSIGNED, Optional.of("ann"), stopped).sentence())
        .isEqualTo("A defect stopped the workflow. The log says more.");
  }

  @Test
  void aLongNameIsCut() {
    var who = Optional.of("somebody.with.a.long.name@example.org");
    assertThat(explain(TaskStatus.ASSIGNED, who, ended()).sentence())
        .isEqualTo("Waiting for somebody.with.a.lon… to start.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\t", "\u0085", "\u2028", "\u2029", "\u00a0"})
  void aNameStaysOnTheLine(String lineBreak) {
    var who = Optional.of("ann" + lineBreak + "lee" + lineBreak);
    assertThat(explain(TaskStatus.ASSIGNED, who, ended()).sentence())
        .isEqualTo("Waiting for ann lee to start.");
  }

  private static Workflow ended() {
    return atNotify(List.of(List.<StepResult>of(StepResult.done("notify"))));
  }

  @Test
  void nothingIsKnownOfATaskThatNeverWas() {
    assertThat(Explanation.of(Optional.empty(), Optional.empty())).isEmpty();
  }
}
