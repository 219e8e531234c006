package taskagent.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.contract.ScriptedNotifier;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.processing.Workflow;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskStatus;

/**
 * Properties of the task saga together with its task, with faults and concurrent clients
 * (specification §8.3, §8.4, §8.6-8.10).
 */
final class TaskSagaProperties {

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Scenario.scenarios(true);
  }

  @Provide
  Arbitrary<Scenario> undisturbed() {
    return Scenario.scenarios(false);
  }

  private static CommandId key(RunId id, String step) {
    return new CommandId(id + "/" + step + "/do");
  }

  private static Outcome outcome(Workflow workflow) {
    return workflow.result().orElseThrow().status();
  }

  /** Plays each random scenario once and checks everything that holds for every scenario. */
  @Property(tries = 1_500) // the rarest outcome occurs once in a hundred
  void everyScenario(@ForAll("scenarios") Scenario scenario) {
    var played = new PlayedScenario(scenario);

    everyRunReachesAnOutcome(played);
    aRunCompletesOrLeavesNoAssignmentAndDeadline(played);
    aCompensationReversesOnlyItsOwnRun(played);
    everyStepTakesEffectOnceDespiteRepeatedDelivery(played);
    theTimelineIsAChainOfAllowedChanges(played);
    aTaskIsOverdueAfterItsDeadlineAndNeverBefore(played);
    everyRunNotifiesUnderOneKeyAndStopsAfterTheFirstSuccess(played);
    everyEventIsPublishedOnce(played);
    anEndedRunHasNoOpenStep(played);
    theScenariosCoverEveryCase(played);
  }

  private static void everyRunReachesAnOutcome(PlayedScenario played) {
    for (var id : played.runs) {
      assertThat(played.workflow(id).status()).isEqualTo(Workflow.Status.COMPLETED);
    }
  }

  private static void aRunCompletesOrLeavesNoAssignmentAndDeadline(PlayedScenario played) {

    for (var id : played.runs) {
      switch (outcome(played.workflow(id))) {
        case COMPLETED, COMPENSATION_FAILED -> {}
        case REJECTED, FAILED, CANCELLED -> {
          var open =
              played.engine.task(PlayedScenario.TASK).filter(task -> !task.status().terminal());
          assertThat(open.flatMap(Task::assignment).map(Task.Assignment::by))
              .isNotEqualTo(Optional.of(key(id, "assign")));
          assertThat(open.flatMap(Task::deadline).map(Task.Deadline::by))
              .isNotEqualTo(Optional.of(key(id, "set_deadline")));
        }
      }
    }
  }

  @Property(tries = 300)
  void anUndisturbedRunLeavesTheTaskAsItsOutcomeSays(@ForAll("undisturbed") Scenario scenario) {
    var played = new PlayedScenario(scenario);
    var latest = played.workflow(played.runs.getLast());
    var task = played.engine.tasks().find(PlayedScenario.TASK);

    switch (outcome(latest)) {
      case COMPLETED -> {
        assertThat(task.orElseThrow().assignee()).contains(latest.run().request().assignee());
        assertThat(task.orElseThrow().deadline()).contains(latest.run().deadline());
        assertThat(task.orElseThrow().status()).isIn(TaskStatus.ASSIGNED, TaskStatus.OVERDUE);
      }
      case FAILED, CANCELLED -> {
        // An operator retries what could not be compensated.
        boolean parkedBefore =
            played.runs.stream()
                .anyMatch(id -> outcome(played.workflow(id)) == Outcome.COMPENSATION_FAILED);
        if (task.isPresent() && !parkedBefore) {
          assertThat(task.get().status()).isEqualTo(TaskStatus.PENDING);
          assertThat(task.get().assignee()).isEmpty();
          assertThat(task.get().deadline()).isEmpty();
        }
      }
      case COMPENSATION_FAILED -> {}
      case REJECTED -> throw new AssertionError("the request was valid");
    }
  }

  private static void aCompensationReversesOnlyItsOwnRun(PlayedScenario played) {
    Optional<CommandId> assignedBy = Optional.empty();
    Optional<CommandId> deadlineBy = Optional.empty();
    for (var event : played.timeline()) {
      var undone = event.by().value().replace("/undo", "/do");
      boolean compensation = event.by().value().endsWith("/undo");
      switch (event.type()) {
        case ASSIGNED -> assignedBy = Optional.of(event.by());
        case DEADLINE_SET -> deadlineBy = Optional.of(event.by());
        case UNASSIGNED -> {
          assertThat(!compensation || assignedBy.orElseThrow().value().equals(undone)).isTrue();
          assignedBy = Optional.empty();
        }
        case DEADLINE_CLEARED -> {
          assertThat(!compensation || deadlineBy.orElseThrow().value().equals(undone)).isTrue();
          deadlineBy = Optional.empty();
        }
        case CREATED, REVISED, STARTED, COMPLETED, CANCELLED, OVERDUE ->
            assertThat(compensation).isFalse();
      }
    }
  }

  private static void everyStepTakesEffectOnceDespiteRepeatedDelivery(PlayedScenario played) {
    var seen = new HashSet<CommandId>();
    for (var event : played.timeline()) {
      if (event.by().value().startsWith("task-workflow-")) {
        assertThat(seen.add(event.by())).as("%s took effect once", event.by()).isTrue();
      }
    }
  }

  private static void theTimelineIsAChainOfAllowedChanges(PlayedScenario played) {
    var timeline = played.timeline();
    for (int i = 0; i < timeline.size(); i++) {
      var event = timeline.get(i);
      assertThat(event.version()).isEqualTo(i + 1);
      assertThat(event.from())
          .isEqualTo(i == 0 ? Optional.empty() : Optional.of(timeline.get(i - 1).to()));
      assertThat(event.from().filter(TaskStatus::terminal)).isEmpty();
    }
  }

  private static void aTaskIsOverdueAfterItsDeadlineAndNeverBefore(PlayedScenario played) {
    Optional<Instant> deadline = Optional.empty();
    for (var event : played.timeline()) {
      switch (event.type()) {
        case DEADLINE_SET -> deadline = Optional.of(Instant.parse(event.detail()));
        case DEADLINE_CLEARED -> deadline = Optional.empty();
        case OVERDUE -> assertThat(event.at()).isAfterOrEqualTo(deadline.orElseThrow());
        case CREATED, REVISED, ASSIGNED, UNASSIGNED, STARTED, COMPLETED, CANCELLED -> {}
      }
    }
    var reminder = played.engine.task(PlayedScenario.TASK).flatMap(Task::reminder);
    assertThat(reminder.filter(at -> !at.isAfter(played.outside.clock().instant())))
        .as("a due reminder that did not fire")
        .isEmpty();
  }

  private static void everyRunNotifiesUnderOneKeyAndStopsAfterTheFirstSuccess(
      PlayedScenario played) {
    for (var id : played.runs) {
      var calls = calls(played, id);
      assertThat(calls).extracting(call -> call.notification().attempt()).isSorted();
      assertThat(calls)
          .extracting(call -> call.notification().attempt())
          .allMatch(attempt -> attempt <= 3);
      if (outcome(played.workflow(id)) == Outcome.COMPLETED) {
        assertThat(calls.isEmpty() || !played.workflow(id).result().orElseThrow().notified())
            .as("either the assignee was notified, or the step was skipped")
            .isEqualTo(status(played.workflow(id), "notify") == StepState.Status.SKIPPED);
      }
    }
    assertThat(played.runs.stream().mapToInt(id -> calls(played, id).size()).sum())
        .as("no other notification was sent")
        .isEqualTo(played.outside.notifier().calls(PlayedScenario.TASK).size());
  }

  private static StepState.Status status(Workflow workflow, String step) {
    return workflow.state().steps().stream()
        .filter(line -> line.name().equals(step))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private static List<ScriptedNotifier.Call> calls(PlayedScenario played, RunId id) {
    return played.outside.notifier().calls(PlayedScenario.TASK).stream()
        .filter(call -> call.notification().key().equals(id + "/notify/do"))
        .toList();
  }

  private static void everyEventIsPublishedOnce(PlayedScenario played) {
    var undone =
        played.runs.stream().filter(id -> outcome(played.workflow(id)) != Outcome.COMPLETED);

    var published = played.outside.publisher().published(PlayedScenario.TASK.value());

    assertThat(published).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(published.stream().filter(event -> event.type().equals("saga.compensated")))
        .hasSize((int) undone.count());
    assertThat(published.stream().filter(event -> event.type().startsWith("task.")))
        .extracting(Event::type)
        .containsExactlyElementsOf(
            played.timeline().stream().map(e -> "task." + e.type().wireName()).toList());
  }

  private static void theScenariosCoverEveryCase(PlayedScenario played) {
    for (var id : played.runs) {
      Statistics.label("outcome").collect(outcome(played.workflow(id)));
    }
    Statistics.label("retried").collect(played.runs.size() > 1);
    var undone =
        played.timeline().stream().map(TaskEvent::by).anyMatch(by -> by.value().endsWith("/undo"));
    Statistics.label("undone").collect(undone);
    var foreign = played.timeline().stream().anyMatch(e -> e.by().value().startsWith("foreign"));
    Statistics.label("foreign").collect(foreign && undone);
    for (var outcome : List.of(Outcome.COMPLETED, Outcome.FAILED, Outcome.CANCELLED)) {
      Statistics.label("outcome").coverage(seen -> seen.check(outcome).count(n -> n > 15));
    }
    Statistics.label("outcome")
        .coverage(seen -> seen.check(Outcome.COMPENSATION_FAILED).count(n -> n > 0));
    Statistics.label("retried").coverage(seen -> seen.check(true).percentage(p -> p > 10));
    Statistics.label("undone").coverage(seen -> seen.check(true).percentage(p -> p > 10));
    Statistics.label("foreign").coverage(seen -> seen.check(true).percentage(p -> p > 5));
  }

  private static void anEndedRunHasNoOpenStep(PlayedScenario played) {
    for (var id : played.runs) {
      SagaState state = played.workflow(id).state();
      assertThat(state.steps())
          .extracting(StepState::status)
          .doesNotContain(
              StepState.Status.RUNNING,
              StepState.Status.WAITING,
              StepState.Status.PUT_OFF,
              StepState.Status.UNDO_PENDING,
              StepState.Status.UNDOING,
              StepState.Status.UNDO_WAITING,
              StepState.Status.UNDO_PUT_OFF);
    }
  }
}
