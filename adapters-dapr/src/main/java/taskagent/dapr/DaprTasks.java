package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.json.AnswersJson;
import taskagent.json.CommandsJson;

/**
 * Tasks as actors. What changes a task is a turn of its actor; what only reads it reads its
 * document, which every turn has saved before it is answered.
 */
final class DaprTasks implements Tasks {

  private final Documents documents;
  private final ActorProxyBuilder<TaskActor> actors;

  DaprTasks(Documents documents, ActorProxyBuilder<TaskActor> actors) {
    this.documents = documents;
    this.actors = actors;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    return stored(id).task().map(Task::snapshot);
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    return Optional.of(stored(id).timeline()).filter(all -> !all.isEmpty());
  }

  private TaskTurns.Stored stored(TaskId id) {
    return Reach.again(() -> TaskTurns.find(documents, id));
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    var actor = actors.build(new ActorId(id.value()));
    var written = CommandsJson.write(commands).getBytes(StandardCharsets.UTF_8);
    // A task knows the ids of commands, so that asking it again is harmless.
    return AnswersJson.read(Reach.again(() -> Envelope.open(actor.run(written))));
  }
}
