package taskagent.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.json.RunJson;

/** An engine with nothing special, for tests of its files. */
final class PlainEngine {

  private PlainEngine() {}

  /** Opens the engine in a folder. */
  static EmbeddedEngine open(Path folder) {
    return EmbeddedEngine.open(
        new EmbeddedSettings(folder, 10, Retention.DEFAULT),
        InstantSource.system(),
        Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
        new RuleBasedResponder(),
        _ -> {},
        Activity.none());
  }

  /** Creates a task. */
  static void create(EmbeddedEngine engine, String task, String description) {
    engine
        .tasks()
        .run(
            new TaskId(task),
            new TaskCommand.Create(new CommandId("c"), "A fine title", description));
  }
}
