package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskTurn;
import taskagent.domain.task.Timeline;

/** Tasks in a map. */
final class InMemoryTasks implements Tasks {

  private final InMemoryStore store;
  private final InMemoryOutbox outbox;
  private final InstantSource clock;

  InMemoryTasks(InMemoryStore store, InMemoryOutbox outbox, InstantSource clock) {
    this.store = store;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    synchronized (store) {
      return present(id).map(Task::snapshot);
    }
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    synchronized (store) {
      present(id);
      return Optional.ofNullable(store.timelines.get(id)).map(Timeline::kept);
    }
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    synchronized (store) {
      var answers = turn(id, commands);
      takeDue(); // a deadline may be in the past
      outbox.publish();
      return answers;
    }
  }

  @Override
  public Removal remove(TaskId id) {
    synchronized (store) {
      var task = present(id);
      if (task.isEmpty()) {
        return Removal.UNKNOWN;
      }
      if (task.get().closedAt().isEmpty()) {
        return Removal.OPEN;
      }
      store.tasks.remove(id);
      store.timelines.remove(id);
      store.removed.put(id, clock.instant());
      return Removal.DONE;
    }
  }

  private Optional<Task> present(TaskId id) {
    var removed = store.removed.get(id);
    if (removed != null) {
      throw Removed.task(id, removed);
    }
    return Optional.ofNullable(store.tasks.get(id));
  }

  /** Fires every deadline that has passed. */
  void takeDue() {
    synchronized (store) {
      for (var task : List.copyOf(store.tasks.values())) {
        task.reminder()
            .filter(at -> !at.isAfter(clock.instant()))
            .ifPresent(at -> turn(task.id(), List.of(new TaskCommand.DeadlineReached(at))));
      }
    }
  }

  void publish() {
    synchronized (store) {
      outbox.publish();
    }
  }

  private List<TaskAnswer> turn(TaskId id, List<TaskCommand> commands) {
    var before = present(id);
    var turn = TaskTurn.of(id, before, commands, clock.instant());
    turn.task().ifPresent(after -> store.tasks.put(id, after));
    for (var event : turn.events()) {
      store.timeline(id).add(event);
      outbox.add(event);
    }
    return turn.answers();
  }
}
