package taskagent.domain.memory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;

/** Tasks in a map. */
final class InMemoryTasks implements Tasks {

  private final Store store;
  private final Outbox outbox;
  private final InstantSource clock;

  InMemoryTasks(Store store, Outbox outbox, InstantSource clock) {
    this.store = store;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    synchronized (store) {
      return Optional.ofNullable(store.tasks.get(id)).map(Task::snapshot);
    }
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    synchronized (store) {
      return Optional.ofNullable(store.timelines.get(id)).map(List::copyOf);
    }
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    synchronized (store) {
      var answers = turn(id, commands);
      takeDue(); // a deadline may be past already
      outbox.publish();
      return answers;
    }
  }

  /** Has every deadline act that is past. */
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
    var answers = new ArrayList<TaskAnswer>();
    for (var command : commands) {
      var task = Optional.ofNullable(store.tasks.get(id));
      var decision = Task.decide(id, task, command, clock.instant());
      answers.add(decision.answer());
      decision.task().ifPresent(after -> store.tasks.put(id, after));
      for (var event : decision.events()) {
        store.timeline(id).add(event);
        outbox.add(event);
      }
      if (decision.refused()) {
        break;
      }
    }
    return answers;
  }
}
