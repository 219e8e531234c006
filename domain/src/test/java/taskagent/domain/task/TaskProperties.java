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
import taskagent.domain.arbitrary.TaskArbitraries.Happening;
import taskagent.domain.task.Task.Remembered;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Unassign;

/** Whatever happens to a task, in whatever order, these hold (spec §2, §8.3, §8.4, §8.9). */
final class TaskProperties {

  @Provide
  Arbitrary<List<Happening>> lives() {
    return TaskArbitraries.lives();
  }

  /** One thing that happened to a task: before, what it was told, and what it decided. */
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

  /** Lets things happen to a task, from its creation on, and checks every moment. */
  private static TaskStory live(List<Happening> life, Check check) {
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

  @Property
  void theVersionRisesByOneWithEveryEventAndWithNothingElse(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          long before = moment.before().map(Task::version).orElse(0L);
          assertThat(moment.decision().events().size()).isLessThanOrEqualTo(1);
          assertThat(moment.task().version()).isEqualTo(before + moment.decision().events().size());
          moment
              .decision()
              .events()
              .forEach(event -> assertThat(event.version()).isEqualTo(moment.task().version()));
        });
  }

  @Property
  void aTerminalTaskNeverChangesAgain(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          if (moment.before().filter(task -> task.status().terminal()).isPresent()) {
            assertThat(moment.task().snapshot())
                .isEqualTo(moment.before().orElseThrow().snapshot());
            assertThat(moment.decision().events()).isEmpty();
          }
        });
  }

  @Property
  void aCommandThatIsRememberedChangesNothingAndIsAnsweredTheSame(
      @ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
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
        });
  }

  @Property
  void deliveringEverythingTwiceIsDeliveringItOnce(@ForAll("lives") List<Happening> life) {
    var once = live(life, _ -> {});
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

  @Property
  void whatComesAfterItWasUndoneTakesNoEffect(@ForAll("lives") List<Happening> life) {
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

  @Property
  void theTimelineIsAChainThatTimeDoesNotRunBackIn(@ForAll("lives") List<Happening> life) {
    var timeline = live(life, _ -> {}).timeline();

    assertThat(timeline.getFirst().from()).isEmpty();
    for (int i = 1; i < timeline.size(); i++) {
      var event = timeline.get(i);
      assertThat(event.from()).contains(timeline.get(i - 1).to());
      assertThat(event.version()).isEqualTo(i + 1);
      assertThat(event.at()).isAfterOrEqualTo(timeline.get(i - 1).at());
    }
  }

  @Property
  void aTaskIsNeverOverdueEarlyNorWithoutADeadline(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          for (var event : moment.decision().events()) {
            if (event.type() == TaskEvent.Type.OVERDUE) {
              var deadline = moment.before().orElseThrow().deadline().orElseThrow().at();
              assertThat(moment.now()).isAfterOrEqualTo(deadline);
              assertThat(event.at()).isAfterOrEqualTo(deadline);
            } else if (event.to() == TaskStatus.OVERDUE) {
              assertThat(event.from()).as("only a deadline does").contains(TaskStatus.OVERDUE);
            }
          }
        });
  }

  @Property
  void thereIsAReminderExactlyWhileTheTaskIsOpenAndItsDeadlineHasNotFired(
      @ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          var task = moment.task();
          boolean open = !task.status().terminal() && task.status() != TaskStatus.OVERDUE;
          var unfired = task.deadline().filter(deadline -> !deadline.fired());
          assertThat(task.reminder())
              .isEqualTo(open ? unfired.map(Task.Deadline::at) : Optional.empty());
        });
  }

  /**
   * A host whose reminders are one-time timers, as an engine's are, and that carries effects out.
   */
  private static final class Host {
    private Optional<Instant> timer = Optional.empty();

    void carryOut(ReminderEffect effect) {
      switch (effect) {
        case ReminderEffect.Keep() -> {}
        case ReminderEffect.Set(var at) -> timer = Optional.of(at);
        case ReminderEffect.Cancel() -> timer = Optional.empty();
      }
    }
  }

  @Property
  void whoCarriesTheEffectsOutHasTheReminderThatTheTaskWants(
      @ForAll("lives") List<Happening> life) {
    var host = new Host();
    live(
        life,
        moment -> {
          if (moment.command() instanceof DeadlineReached reached
              && host.timer.equals(Optional.of(reached.deadline()))) {
            host.timer = Optional.empty(); // it fired, early or not, and is gone
          }
          host.carryOut(moment.decision().reminder());
          assertThat(host.timer).isEqualTo(moment.task().reminder());
        });
  }

  @Property
  void aDeadlineIsNeverLost(@ForAll("lives") List<Happening> life) {
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

  @Property
  void theFieldsOfATaskAgreeWithItsStatus(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          var task = moment.task();
          assertThat(task.beforeOverdue().isPresent())
              .isEqualTo(task.status() == TaskStatus.OVERDUE);
          switch (task.beforeOverdue().orElse(task.status())) {
            case PENDING -> assertThat(task.assignment()).isEmpty();
            case ASSIGNED, IN_PROGRESS -> assertThat(task.assignment()).isPresent();
            case OVERDUE -> throw new AssertionError("overdue before it was overdue");
            case COMPLETED, CANCELLED -> {}
          }
          assertThat(task.updatedAt()).isAfterOrEqualTo(task.createdAt());
        });
  }

  @Property
  void aRefusalChangesNothing(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          if (moment.decision().refused() && moment.before().isPresent()) {
            assertThat(moment.task().snapshot()).isEqualTo(moment.before().get().snapshot());
            assertThat(moment.decision().events()).isEmpty();
            assertThat(moment.decision().reminder()).isEqualTo(new ReminderEffect.Keep());
          }
        });
  }

  @Property
  void whatChangedTheTaskIsSaved(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          boolean differs = !moment.decision().task().equals(moment.before());
          assertThat(moment.decision().save()).isEqualTo(differs);
        });
  }

  @Property
  void theLivesAreFullEnoughToProveSomething(@ForAll("lives") List<Happening> life) {
    live(
        life,
        moment -> {
          moment
              .decision()
              .events()
              .forEach(event -> Statistics.label("event").collect(event.type()));
          Statistics.label("status").collect(moment.task().status());
          Statistics.label("refused").collect(moment.decision().refused());
          Statistics.label("again").collect(!moment.decision().save());
        });
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
