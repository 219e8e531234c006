package taskagent.domain.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;

/** A task and its commands, one after the other; keeps the same data as an engine. */
final class TaskStory {

  static final TaskId ID = new TaskId("t-1");
  static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  private final List<TaskEvent> timeline = new ArrayList<>();
  private Optional<Task> task = Optional.empty();
  private Instant now = BEGIN;
  private int commands;

  /** Returns a story without a task. */
  static TaskStory untold() {
    return new TaskStory();
  }

  /** Returns a task with this status and a deadline in one hour. */
  static TaskStory of(TaskStatus status) {
    var story = untold();
    story.tell(new Create(story.id(), "Prepare the report", "All the figures"));
    story.tell(new SetDeadline(story.id(), BEGIN.plusSeconds(3600)));
    switch (status) {
      case PENDING -> {}
      case ASSIGNED -> story.assigned();
      case IN_PROGRESS -> story.started();
      case OVERDUE -> story.overdue(story.assigned());
      case COMPLETED -> story.assigned().tell(new Complete(story.id()));
      case CANCELLED -> story.tell(new Cancel(story.id()));
    }
    return story;
  }

  /** Returns an overdue task that had this status before. */
  static TaskStory overdueAfter(TaskStatus before) {
    var story = of(before);
    return story.overdue(story);
  }

  private TaskStory assigned() {
    tell(new Assign(id(), "ann"));
    return this;
  }

  private TaskStory started() {
    assigned().tell(new Start(id()));
    return this;
  }

  private TaskStory overdue(TaskStory story) {
    story.advance(Duration.ofHours(1));
    story.tell(new DeadlineReached(BEGIN.plusSeconds(3600)));
    return story;
  }

  /** Returns a new command id. */
  CommandId id() {
    return new CommandId("command-" + ++commands);
  }

  TaskDecision tell(TaskCommand command) {
    var decision = Task.decide(ID, task, command, now);
    task = decision.task();
    timeline.addAll(decision.events());
    return decision;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  void setClock(Instant time) {
    now = time;
  }

  Instant now() {
    return now;
  }

  Optional<Task> maybeTask() {
    return task;
  }

  Task task() {
    return task.orElseThrow();
  }

  TaskStatus status() {
    return task().status();
  }

  List<TaskEvent> timeline() {
    return List.copyOf(timeline);
  }
}
