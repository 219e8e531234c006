package taskagent.dapr.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.Timeline;
import taskagent.json.AnswersJson;
import taskagent.json.CommandsJson;

/**
 * Tasks as actors. A command is a turn of the task's actor. A read uses the task's document, which
 * every turn saves before it answers.
 */
public final class DaprTasks implements Tasks {

  private final Documents documents;
  private final Removals removals;
  private final ActorProxyBuilder<TaskActor> actors;

  /** Reads documents directly, and changes them through actors. */
  public DaprTasks(Documents documents, Removals removals, ActorProxyBuilder<TaskActor> actors) {
    this.documents = documents;
    this.removals = removals;
    this.actors = actors;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    return stored(id).task().map(Task::snapshot);
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    // What an older version has saved may be longer.
    return Optional.of(Timeline.kept(stored(id).timeline())).filter(all -> !all.isEmpty());
  }

  /**
   * Returns those of the tasks that there are.
   *
   * @throws taskagent.domain.port.Unavailable if the store is unavailable
   */
  public Map<TaskId, TaskSnapshot> findAll(List<TaskId> ids) {
    Map<TaskId, TaskSnapshot> found = new HashMap<>();
    TaskTurns.findAll(documents, ids).forEach((id, task) -> found.put(id, task.snapshot()));
    return found;
  }

  /**
   * Returns those of the ids that no task has.
   *
   * @throws taskagent.domain.port.Unavailable if the store is unavailable
   */
  public Set<String> absent(Collection<String> ids) {
    return TaskTurns.absent(documents, ids);
  }

  private TaskTurns.Stored stored(TaskId id) {
    return SidecarCalls.again(
        () -> {
          var found = TaskTurns.find(documents, id);
          if (found.task().isEmpty()) {
            TaskTurns.check(removals, id);
          }
          return found;
        });
  }

  @Override
  public Removal remove(TaskId id) {
    var actor = actors.build(new ActorId(id.value()));
    return AnswersJson.readRemoval(SidecarCalls.again(() -> Envelope.open(actor.remove())));
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    var actor = actors.build(new ActorId(id.value()));
    var written = CommandsJson.write(commands).getBytes(StandardCharsets.UTF_8);
    // The task remembers the ids of commands, so retrying them is safe.
    return AnswersJson.read(SidecarCalls.again(() -> Envelope.open(actor.run(written))));
  }
}
