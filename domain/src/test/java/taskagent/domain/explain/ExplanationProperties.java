package taskagent.domain.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.arbitrary.SagaArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries;
import taskagent.domain.arbitrary.Texts;
import taskagent.domain.explain.Explanation.Action;
import taskagent.domain.explain.Explanation.Kind;
import taskagent.domain.explain.Explanation.WaitsFor;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.Workflow;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;

/** Every task and run has an explanation, and it is true (specification §14). */
final class ExplanationProperties {

  private static final CommandId NEW = new CommandId("new");

  @Provide
  Arbitrary<Optional<Task>> tasks() {
    return TaskArbitraries.tasks().optional(0.8);
  }

  @Provide
  Arbitrary<Optional<Workflow>> runs() {
    return Combinators.combine(
            SagaArbitraries.runs(), SagaArbitraries.states(Arbitraries.just(TaskProcessing.SAGA)))
        .as((run, state) -> new Workflow(run, state, Optional.empty()))
        .optional(0.9);
  }

  @Property(tries = 3_000)
  void everyTaskIsExplained(
      @ForAll("tasks") Optional<Task> task, @ForAll("runs") Optional<Workflow> run) {
    var found = Explanation.of(task.map(Task::snapshot), run);
    assertThat(found.isPresent()).isEqualTo(explainable(task, run));
    Statistics.collect(found.map(Explanation::kind));
    found.ifPresent(
        explanation -> {
          isShort(explanation.sentence());
          saysWhoActs(explanation);
          namesAnAttemptWithinThePolicy(explanation);
          wakesWithItsStep(explanation, run);
          task.ifPresent(known -> allowsWhatTheTaskAccepts(explanation, known));
        });
  }

  /** A run that completed says nothing about a task that does not exist. */
  private static boolean explainable(Optional<Task> task, Optional<Workflow> run) {
    return task.isPresent()
        || run.filter(
                found -> found.result().filter(end -> end.status() == Outcome.COMPLETED).isEmpty())
            .isPresent();
  }

  private static void isShort(String sentence) {
    assertThat(sentence).matches("\\S.*\\.").doesNotContain("%s", "%d", "Optional");
    assertThat(sentence.codePointCount(0, sentence.length())).as(sentence).isLessThanOrEqualTo(100);
  }

  private static void saysWhoActs(Explanation explanation) {
    var closed = Set.of(Kind.COMPLETED, Kind.CANCELLED);
    assertThat(explanation.waitsFor().isEmpty()).isEqualTo(closed.contains(explanation.kind()));
    if (explanation.until().isPresent() && explanation.step().isPresent()) {
      assertThat(explanation.waitsFor()).contains(WaitsFor.SYSTEM);
    }
  }

  private static void namesAnAttemptWithinThePolicy(Explanation explanation) {
    assertThat(explanation.attempt().isPresent()).isEqualTo(explanation.step().isPresent());
    assertThat(explanation.of().isPresent()).isEqualTo(explanation.step().isPresent());
    assertThat(explanation.attempt().orElse(1)).isPositive();
  }

  private static void wakesWithItsStep(Explanation explanation, Optional<Workflow> run) {
    if (explanation.kind() == Kind.STEP_WAITS || explanation.kind() == Kind.STEP_PUT_OFF) {
      var waiting =
          run.orElseThrow().state().steps().stream()
              .filter(step -> step.wakeAt().isPresent())
              .map(StepState::name)
              .toList();
      assertThat(waiting).containsExactly(explanation.step().orElseThrow());
      assertThat(explanation.until()).isPresent();
      assertThat(explanation.actions()).contains(Action.RETRY_NOW);
    }
  }

  private static void allowsWhatTheTaskAccepts(Explanation explanation, Task task) {
    var accepted = EnumSet.noneOf(Action.class);
    for (var action : EnumSet.range(Action.ASSIGN, Action.SET_DEADLINE)) {
      var now = task.snapshot().updatedAt().plus(Duration.ofSeconds(1));
      var answer =
          Task.decide(task.snapshot().id(), Optional.of(task), command(action), now).answer();
      if (answer instanceof TaskAnswer.Accepted) {
        accepted.add(action);
      }
    }
    var allowed = EnumSet.noneOf(Action.class);
    allowed.addAll(explanation.actions());
    allowed.removeAll(List.of(Action.CANCEL_WORKFLOW, Action.RETRY_WORKFLOW, Action.RETRY_NOW));
    assertThat(allowed).as("%s", task.snapshot().status()).isEqualTo(accepted);
  }

  private static TaskCommand command(Action action) {
    return switch (action) {
      case ASSIGN -> new TaskCommand.Assign(NEW, "zoe");
      case START -> new TaskCommand.Start(NEW);
      case COMPLETE -> new TaskCommand.Complete(NEW);
      case CANCEL -> new TaskCommand.Cancel(NEW);
      case SET_DEADLINE -> new TaskCommand.SetDeadline(NEW, Texts.BEGIN.plus(Duration.ofDays(400)));
      case CANCEL_WORKFLOW, RETRY_WORKFLOW, RETRY_NOW -> throw new AssertionError(action);
    };
  }
}
