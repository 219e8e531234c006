package taskagent.domain.arbitrary;

import static net.jqwik.api.Combinators.combine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.IfVersion;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskCommand.Unassign;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;

/** Tasks and what happens to them. */
public final class TaskArbitraries {

  private TaskArbitraries() {}

  /**
   * Something that happens to a task.
   *
   * @param after how long after what happened before; a clock may be set back
   * @param command what it is told; if nothing, its reminder fires, in time or not
   */
  public record Happening(Duration after, Optional<TaskCommand> command) {

    /** What the task is told, if there is anything to tell it. */
    public Optional<TaskCommand> told(Optional<Task> task) {
      return command.or(() -> task.flatMap(Task::reminder).map(DeadlineReached::new));
    }
  }

  /** A task that came about, and the changes on the way there. */
  public record Lived(Task task, List<TaskEvent> timeline) {}

  /** Ids of commands, so few that the same comes again now and then. */
  public static Arbitrary<CommandId> commandIds() {
    return Arbitraries.integers().between(1, 200).map(n -> new CommandId("command-" + n));
  }

  private static Arbitrary<Instant> deadlines() {
    return Arbitraries.integers().between(-1, 10).map(n -> Texts.BEGIN.plusSeconds(60L * n));
  }

  private static Arbitrary<TaskCommand> plainCommands() {
    var who = Arbitraries.of("ann", "bob", "Ω");
    return commandIds()
        .flatMap(
            id ->
                Arbitraries.frequencyOf(
                    Tuple.of(
                        1,
                        combine(Arbitraries.of("Title", "Other title"), Texts.texts())
                            .as((title, text) -> (TaskCommand) new Create(id, title, text))),
                    Tuple.of(6, who.map(name -> new Assign(id, name))),
                    Tuple.of(2, commandIds().optional(0.5).map(onlyIf -> new Unassign(id, onlyIf))),
                    Tuple.of(3, Arbitraries.just(new Start(id))),
                    Tuple.of(1, Arbitraries.just(new Complete(id))),
                    Tuple.of(1, Arbitraries.just(new Cancel(id))),
                    Tuple.of(6, deadlines().map(at -> new SetDeadline(id, at))),
                    Tuple.of(
                        2,
                        commandIds().optional(0.5).map(onlyIf -> new ClearDeadline(id, onlyIf)))));
  }

  /** Commands of every kind. A reminder's deadline is as likely as not another one. */
  public static Arbitrary<TaskCommand> commands() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, plainCommands()),
        Tuple.of(2, deadlines().map(DeadlineReached::new)),
        Tuple.of(
            1,
            combine(Arbitraries.longs().between(1, 12), plainCommands())
                .as((version, command) -> new IfVersion(version, command))));
  }

  /** What happens to a task, one thing after the other. */
  public static Arbitrary<List<Happening>> lives() {
    var pauses =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0L)),
            Tuple.of(5, Arbitraries.longs().between(1, 60_000)),
            Tuple.of(1, Arbitraries.longs().between(-5_000, -1)));
    return combine(pauses.map(Duration::ofMillis), commands().optional(0.8))
        .as(Happening::new)
        .list()
        .ofMaxSize(40);
  }

  /** Tasks that came about. */
  public static Arbitrary<Task> tasks() {
    return lived().map(Lived::task);
  }

  /** Tasks that came about, and how. */
  public static Arbitrary<Lived> lived() {
    return combine(Texts.ids().map(TaskId::new), Texts.texts(), Texts.texts(), lives())
        .as(TaskArbitraries::live);
  }

  private static Lived live(TaskId id, String title, String description, List<Happening> life) {
    var timeline = new ArrayList<TaskEvent>();
    var now = Texts.BEGIN;
    var created =
        Task.decide(
            id, Optional.empty(), new Create(new CommandId("created"), title, description), now);
    timeline.addAll(created.events());
    var task = created.task().orElseThrow();
    for (var happening : life) {
      now = now.plus(happening.after());
      var told = happening.told(Optional.of(task));
      if (told.isPresent()) {
        var decision = Task.decide(id, Optional.of(task), told.get(), now);
        timeline.addAll(decision.events());
        task = decision.task().orElseThrow();
      }
    }
    return new Lived(task, List.copyOf(timeline));
  }
}
