package taskagent.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.contract.ScriptedNotifier;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskStatus;

/**
 * The task saga with the task that it works on, whatever goes wrong and whoever interferes (spec
 * §8.3, §8.4, §8.6-8.10).
 */
@PropertyDefaults(tries = 300)
final class TaskSagaProperties {

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Scenario.scenarios(true);
  }

  @Provide
  Arbitrary<Scenario> undisturbed() {
    return Scenario.scenarios(false);
  }

  private static CommandId key(WorkflowId id, String step) {
    return new CommandId(id + "/" + step + "/do");
  }

  private static Outcome outcome(Workflow workflow) {
    return workflow.result().orElseThrow().status();
  }

  @Property
  void everyRunReachesAnOutcome(@ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);

    for (var id : played.runs) {
      assertThat(played.workflow(id).status()).isEqualTo(Workflow.Status.COMPLETED);
    }
  }

  @Property
  void eitherARunIsCompletedOrNothingOfItsAssignmentAndDeadlineIsLeft(
      @ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);

    for (var id : played.runs) {
      switch (outcome(played.workflow(id))) {
        case COMPLETED, COMPENSATION_FAILED -> {}
        case REJECTED, FAILED, CANCELLED -> {
          var open = played.engine.task(Played.TASK).filter(task -> !task.status().terminal());
          assertThat(open.flatMap(Task::assignment).map(Task.Assignment::by))
              .isNotEqualTo(Optional.of(key(id, "assign")));
          assertThat(open.flatMap(Task::deadline).map(Task.Deadline::by))
              .isNotEqualTo(Optional.of(key(id, "set_deadline")));
        }
      }
    }
  }

  @Property
  void aRunThatNobodyDisturbsLeavesTheTaskAsItsOutcomeSays(
      @ForAll("undisturbed") Scenario scenario) {
    var played = new Played(scenario);
    var latest = played.workflow(played.runs.getLast());
    var task = played.engine.tasks().find(Played.TASK);

    switch (outcome(latest)) {
      case COMPLETED -> {
        assertThat(task.orElseThrow().assignee()).contains(latest.run().request().assignee());
        assertThat(task.orElseThrow().deadline()).contains(latest.run().deadline());
        assertThat(task.orElseThrow().status()).isIn(TaskStatus.ASSIGNED, TaskStatus.OVERDUE);
      }
      case FAILED, CANCELLED -> {
        // What cannot be undone is left to whoever tries again.
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
      case REJECTED -> throw new AssertionError("the request was acceptable");
    }
  }

  @Property
  void aCompensationUndoesOnlyWhatItsOwnRunDid(@ForAll("scenarios") Scenario scenario) {
    Optional<CommandId> assignedBy = Optional.empty();
    Optional<CommandId> deadlineBy = Optional.empty();
    for (var event : new Played(scenario).timeline()) {
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

  @Property
  void everyStepTakesEffectOnceHoweverOftenItIsDelivered(@ForAll("scenarios") Scenario scenario) {
    var seen = new HashSet<CommandId>();
    for (var event : new Played(scenario).timeline()) {
      if (event.by().value().startsWith("task-workflow-")) {
        assertThat(seen.add(event.by())).as("%s took effect once", event.by()).isTrue();
      }
    }
  }

  @Property
  void theTimelineIsAChainOfAllowedChanges(@ForAll("scenarios") Scenario scenario) {
    var timeline = new Played(scenario).timeline();
    for (int i = 0; i < timeline.size(); i++) {
      var event = timeline.get(i);
      assertThat(event.version()).isEqualTo(i + 1);
      assertThat(event.from())
          .isEqualTo(i == 0 ? Optional.empty() : Optional.of(timeline.get(i - 1).to()));
      assertThat(event.from().filter(TaskStatus::terminal)).isEmpty();
    }
  }

  @Property
  void aTaskIsOverdueOnceItsDeadlineIsPastAndNeverEarly(@ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);
    Optional<Instant> deadline = Optional.empty();
    for (var event : played.timeline()) {
      switch (event.type()) {
        case DEADLINE_SET -> deadline = Optional.of(Instant.parse(event.detail()));
        case DEADLINE_CLEARED -> deadline = Optional.empty();
        case OVERDUE -> assertThat(event.at()).isAfterOrEqualTo(deadline.orElseThrow());
        case CREATED, REVISED, ASSIGNED, UNASSIGNED, STARTED, COMPLETED, CANCELLED -> {}
      }
    }
    var reminder = played.engine.task(Played.TASK).flatMap(Task::reminder);
    assertThat(reminder.filter(at -> !at.isAfter(played.outside.clock().instant())))
        .as("a reminder that is due and did not act")
        .isEmpty();
  }

  @Property
  void everyRunTellsTheAssigneeUnderOneKeyAndStopsOnceItWasHeard(
      @ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);
    for (var id : played.runs) {
      var calls = calls(played, id);
      assertThat(calls).extracting(call -> call.notification().attempt()).isSorted();
      assertThat(calls)
          .extracting(call -> call.notification().attempt())
          .allMatch(attempt -> attempt <= 3);
      if (outcome(played.workflow(id)) == Outcome.COMPLETED) {
        assertThat(calls).isNotEmpty();
      }
    }
    assertThat(played.runs.stream().mapToInt(id -> calls(played, id).size()).sum())
        .as("nobody is told anything besides")
        .isEqualTo(played.outside.notifier().calls(Played.TASK).size());
  }

  private static List<ScriptedNotifier.Call> calls(Played played, WorkflowId id) {
    return played.outside.notifier().calls(Played.TASK).stream()
        .filter(call -> call.notification().key().equals(id + "/notify/do"))
        .toList();
  }

  @Property
  void everythingThatHappenedIsPublishedOnce(@ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);
    var undone =
        played.runs.stream().filter(id -> outcome(played.workflow(id)) != Outcome.COMPLETED);

    var published = played.outside.publisher().published(Played.TASK.value());

    assertThat(published).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(published.stream().filter(event -> event.type().equals("saga.compensated")))
        .hasSize((int) undone.count());
    assertThat(published.stream().filter(event -> event.type().startsWith("task.")))
        .extracting(Event::type)
        .containsExactlyElementsOf(
            played.timeline().stream().map(e -> "task." + e.type().wireName()).toList());
  }

  @Property(tries = 5_000) // the rarest outcome comes once in a hundred
  void theScenariosAreVariedEnoughToProveSomething(@ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);
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

  @Property
  void theStepsOfAnEndedRunHaveNothingLeftToDo(@ForAll("scenarios") Scenario scenario) {
    var played = new Played(scenario);
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
