package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskId;

/** How every engine publishes events: at least once (specification §6, §8.13). */
public abstract class OutboxContract extends EngineContract {

  private TaskId done() {
    var task = newTask();
    tasks()
        .run(
            task,
            List.of(
                new Create(newCommand(), "Title", "Description"),
                new Assign(newCommand(), "ann"),
                new Start(newCommand()),
                new Complete(newCommand())));
    return task;
  }

  @Test
  void everyChangeOfATaskIsPublishedInOrder() {
    var task = done();

    var events = events(task.value(), 4);

    assertThat(events)
        .extracting(Event::type)
        .containsSubsequence("task.created", "task.assigned", "task.started", "task.completed");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.topic()).isEqualTo(EventPublisher.TASK_EVENTS);
              assertThat(event.subject()).isEqualTo(task.value());
              assertThat(event.data()).isNotEmpty();
            });
    assertThat(events)
        .extracting(Event::time)
        .containsAll(tasks().timeline(task).orElseThrow().stream().map(e -> e.at()).toList());
  }

  @Test
  void aCommandWithoutAChangePublishesNothing() {
    var task = newTask();
    var create = new Create(newCommand(), "Title", "Description");
    tasks().run(task, create);
    tasks().run(task, create);
    tasks().run(task, new Complete(newCommand())); // refused
    tasks().run(task, new Assign(newCommand(), "ann"));

    assertThat(events(task.value(), 2))
        .extracting(Event::type)
        .contains("task.created", "task.assigned");
  }

  @Test
  void aRefusedEventIsPublishedAgain() {
    var task = newTask();
    outside().publisher().refuse(task.value(), 2);
    tasks().run(task, new Create(newCommand(), "Title", "Description"));
    eventuallyPublished(task, 2);

    eventually(
        () -> {
          engine().advance(Duration.ofSeconds(1));
          assertThat(outside().publisher().published(task.value()))
              .extracting(Event::type)
              .contains("task.created");
        });
  }

  @Test
  void laterEventsOfATaskWaitForARefusedOne() {
    var task = newTask();
    outside().publisher().refuse(task.value(), 2);
    tasks().run(task, new Create(newCommand(), "Title", "Description"));
    eventuallyPublished(task, 2);
    tasks().run(task, new Assign(newCommand(), "ann"));
    tasks().run(task, new Start(newCommand()));

    eventually(
        () -> {
          engine().advance(Duration.ofSeconds(1));
          assertThat(outside().publisher().published(task.value()))
              .extracting(Event::type)
              .containsExactly("task.created", "task.assigned", "task.started");
        });
  }

  @Test
  void aRefusedEventDoesNotBlockOthers() {
    var refused = newTask();
    var other = newTask();
    outside().publisher().refuse(refused.value(), Integer.MAX_VALUE);
    tasks().run(refused, new Create(newCommand(), "Title", "Description"));

    tasks().run(other, new Create(newCommand(), "Title", "Description"));

    events(other.value(), 1);
    assertThat(outside().publisher().published(refused.value())).isEmpty();
  }

  @Test
  void aRefusedEventSurvivesARestart() {
    var task = newTask();
    outside().publisher().refuse(task.value(), Integer.MAX_VALUE);
    tasks().run(task, new Create(newCommand(), "Title", "Description"));
    eventuallyPublished(task, Integer.MAX_VALUE);

    engine().restart(Duration.ofSeconds(1));
    outside().publisher().refuse(task.value(), 0);

    eventually(
        () -> {
          engine().advance(Duration.ofSeconds(1));
          assertThat(outside().publisher().published(task.value())).isNotEmpty();
        });
  }

  @Test
  void aRepeatedEventKeepsItsId() {
    var user = new UserId(fresh("u"));
    var task = done();
    conversations().say(user, "hello", Optional.empty());
    conversations().say(user, "help", Optional.empty());

    assertThat(events(task.value(), 4)).extracting(Event::id).doesNotContain("");
    assertThat(events(user.value(), 2))
        .extracting(Event::type)
        .containsOnly("conversation.updated");
  }

  private void eventuallyPublished(TaskId task, int refusals) {
    eventually(
        () -> assertThat(outside().publisher().refusalsLeft(task.value())).isLessThan(refusals));
  }
}
