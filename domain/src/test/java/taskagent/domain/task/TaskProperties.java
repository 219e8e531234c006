package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import taskagent.domain.arbitrary.TaskArbitraries;
import taskagent.domain.arbitrary.TaskArbitraries.TaskInput;
import taskagent.domain.task.Task.Remembered;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Unassign;

/** Properties of every task, for all events in all orders (specification §2, §8.3, §8.4, §8.9). */
final class TaskProperties {

  @Provide
  Arbitrary<List<TaskInput>> lives() {
    return TaskArbitraries.lives();
  }

  /** One event of a task: the task before, the command, and the decision. */
  private record Moment(
      Optional<Task> before, TaskCommand command, Instant now, TaskDecision decision) {

    Task task() {
      return decision.task().orElseThrow();
    }
  }

  @FunctionalInterface
  private interface Check {
    void of(Moment moment);
  }

  /** Applies events to a task, from its creation on, and checks each one. */
  private static TaskStory live(List<TaskInput> life, Check check) {
    var story = TaskStory.untold();
    tell(story, new Create(new CommandId("created"), "Title", "Description"), check);
    for (var happening : life) {
      story.advance(happening.after());
      happening.told(story.maybeTask()).ifPresent(command -> tell(story, command, check));
    }
    return story;
  }

  private static TaskDecision tell(TaskStory story, TaskCommand command, Check check) {
    var before = story.maybeTask();
    var decision = story.tell(command);
    check.of(new Moment(before, command, story.now(), decision));
    return decision;
  }

  /** Lives each random life once and checks everything that holds for every task. */
  @Property
  void everyTask(@ForAll("lives") List<TaskInput> life) {
    var story =
        live(
            life,
            moment -> {
              theVersionIncreasesByOneWithEveryEventOnly(moment);
              aTerminalTaskNeverChangesAgain(moment);
              aRememberedCommandChangesNothingAndGetsTheSameAnswer(moment);
              aTaskIsNeverOverdueBeforeOrWithoutADeadline(moment);
              aTaskHasAReminderExactlyWhileItIsOpenAndItsDeadlineHasNotFired(moment);
              theFieldsOfATaskAgreeWithItsStatus(moment);
              aRefusalChangesNothing(moment);
              exactlyTheChangedTasksAreSaved(moment);
              collect(moment);
            });

    theTimelineIsAChainWithMonotonicTimes(story.timeline());
    deliveringEveryCommandTwiceEqualsDeliveringItOnce(life, story);
    aDeadlineIsNeverLost(life);
    aCommandAfterItsCompensationTakesNoEffect(life);
    theLivesCoverEveryCase();
  }

  private static void theVersionIncreasesByOneWithEveryEventOnly(Moment moment) {
    long before = moment.before().map(Task::version).orElse(0L);
    assertThat(moment.decision().events().size()).isLessThanOrEqualTo(1);
    assertThat(moment.task().version()).isEqualTo(before + moment.decision().events().size());
    moment
        .decision()
        .events()
        .forEach(event -> assertThat(event.version()).isEqualTo(moment.task().version()));
  }

  private static void aTerminalTaskNeverChangesAgain(Moment moment) {
    if (moment.before().filter(task -> task.status().terminal()).isPresent()) {
      assertThat(moment.task().snapshot()).isEqualTo(moment.before().orElseThrow().snapshot());
      assertThat(moment.decision().events()).isEmpty();
    }
  }

  private static void aRememberedCommandChangesNothingAndGetsTheSameAnswer(Moment moment) {
    if (moment.before().isEmpty() || moment.command() instanceof DeadlineReached) {
      return;
    }
    var known =
        moment.before().get().remembered().stream()
            .filter(remembered -> remembered.id().equals(moment.command().id()))
            .map(Remembered::answer)
            .findFirst();
    if (known.isPresent()) {
      assertThat(moment.decision().answer()).isEqualTo(known.get());
      assertThat(moment.decision().events()).isEmpty();
      assertThat(moment.decision().save()).isFalse();
      assertThat(moment.task()).isEqualTo(moment.before().get());
    } else {
      assertThat(moment.task().remembered().getLast())
          .isEqualTo(new Remembered(moment.command().id(), moment.decision().answer()));
    }
    assertThat(moment.task().remembered().size()).isLessThanOrEqualTo(Task.REMEMBERED);
  }

  private static void deliveringEveryCommandTwiceEqualsDeliveringItOnce(
      List<TaskInput> life, TaskStory once) {
    var twice = TaskStory.untold();
    tell(twice, new Create(new CommandId("created"), "Title", "Description"), _ -> {});
    for (var happening : life) {
      twice.advance(happening.after());
      var command = happening.told(twice.maybeTask());
      if (command.isPresent()) {
        var first = twice.tell(command.get());
        var second = twice.tell(command.get());
        if (!(command.get() instanceof DeadlineReached)) {
          assertThat(second.answer()).isEqualTo(first.answer());
        }
      }
    }
    assertThat(twice.task()).isEqualTo(once.task());
    assertThat(twice.timeline()).isEqualTo(once.timeline());
  }

  private static void aCommandAfterItsCompensationTakesNoEffect(List<TaskInput> life) {
    var story = live(life, _ -> {});
    var assign = new CommandId("late/assign");
    var setDeadline = new CommandId("late/set_deadline");
    story.tell(new ClearDeadline(new CommandId("undo/set_deadline"), Optional.of(setDeadline)));
    story.tell(new Unassign(new CommandId("undo/assign"), Optional.of(assign)));
    var before = story.task();

    story.tell(new Assign(assign, "late"));
    story.tell(new SetDeadline(setDeadline, story.now()));

    assertThat(story.task()).isEqualTo(before);
  }

  private static void theTimelineIsAChainWithMonotonicTimes(List<TaskEvent> timeline) {
    assertThat(timeline.getFirst().from()).isEmpty();
    for (int i = 1; i < timeline.size(); i++) {
      var event = timeline.get(i);
      assertThat(event.from()).contains(timeline.get(i - 1).to());
      assertThat(event.version()).isEqualTo(i + 1);
      assertThat(event.at()).isAfterOrEqualTo(timeline.get(i - 1).at());
    }
  }

  private static void aTaskIsNeverOverdueBeforeOrWithoutADeadline(Moment moment) {
    for (var event : moment.decision().events()) {
      if (event.type() == TaskEvent.Type.OVERDUE) {
        var deadline = moment.before().orElseThrow().deadline().orElseThrow().at();
        assertThat(moment.now()).isAfterOrEqualTo(deadline);
        assertThat(event.at()).isAfterOrEqualTo(deadline);
      } else if (event.to() == TaskStatus.OVERDUE) {
        assertThat(event.from())
            .as("only a deadline makes a task overdue")
            .contains(TaskStatus.OVERDUE);
      }
    }
  }

  private static void aTaskHasAReminderExactlyWhileItIsOpenAndItsDeadlineHasNotFired(
      Moment moment) {
    var task = moment.task();
    boolean open = !task.status().terminal() && task.status() != TaskStatus.OVERDUE;
    var unfired = task.deadline().filter(deadline -> !deadline.fired());
    assertThat(task.reminder()).isEqualTo(open ? unfired.map(Task.Deadline::at) : Optional.empty());
  }

  private static void aDeadlineIsNeverLost(List<TaskInput> life) {
    var story = live(life, _ -> {});
    var reminder = story.task().reminder();
    if (reminder.isPresent()) {
      story.setClock(reminder.get());
      story.tell(new DeadlineReached(reminder.get()));
      assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
    } else if (!story.status().terminal()) {
      assertThat(
              story.status() == TaskStatus.OVERDUE
                  || story.task().deadline().map(Task.Deadline::fired).orElse(true))
          .as("an open task without a reminder is overdue, was, or has no deadline")
          .isTrue();
    }
  }

  private static void theFieldsOfATaskAgreeWithItsStatus(Moment moment) {
    var task = moment.task();
    assertThat(task.beforeOverdue().isPresent()).isEqualTo(task.status() == TaskStatus.OVERDUE);
    switch (task.beforeOverdue().orElse(task.status())) {
      case PENDING -> assertThat(task.assignment()).isEmpty();
      case ASSIGNED, IN_PROGRESS -> assertThat(task.assignment()).isPresent();
      case OVERDUE -> throw new AssertionError("overdue twice");
      case COMPLETED, CANCELLED -> {}
    }
    assertThat(task.updatedAt()).isAfterOrEqualTo(task.createdAt());
  }

  private static void aRefusalChangesNothing(Moment moment) {
    if (moment.decision().refused() && moment.before().isPresent()) {
      assertThat(moment.task().snapshot()).isEqualTo(moment.before().get().snapshot());
      assertThat(moment.decision().events()).isEmpty();
      assertThat(moment.task().reminder()).isEqualTo(moment.before().get().reminder());
    }
  }

  private static void exactlyTheChangedTasksAreSaved(Moment moment) {
    boolean differs = !moment.decision().task().equals(moment.before());
    assertThat(moment.decision().save()).isEqualTo(differs);
  }

  private static void collect(Moment moment) {
    moment.decision().events().forEach(event -> Statistics.label("event").collect(event.type()));
    Statistics.label("status").collect(moment.task().status());
    Statistics.label("refused").collect(moment.decision().refused());
    Statistics.label("again").collect(!moment.decision().save());
  }

  private static void theLivesCoverEveryCase() {
    for (var type : TaskEvent.Type.values()) {
      Statistics.label("event").coverage(seen -> seen.check(type).count(n -> n > 20));
    }
    for (var status : TaskStatus.values()) {
      Statistics.label("status").coverage(seen -> seen.check(status).count(n -> n > 100));
    }
    Statistics.label("refused").coverage(seen -> seen.check(true).percentage(p -> p > 5));
    Statistics.label("again").coverage(seen -> seen.check(true).percentage(p -> p > 5));
  }
}
