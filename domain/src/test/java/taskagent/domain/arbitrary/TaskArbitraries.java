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

/** Random tasks and their events. */
public final class TaskArbitraries {

  private TaskArbitraries() {}

  /**
   * Something that happens to a task.
   *
   * @param after the time after the previous event; negative if the clock is set back
   * @param command the command; if empty, the reminder fires, early or not
   */
  public record TaskInput(Duration after, Optional<TaskCommand> command) {

    /** Returns the command to the task, if there is one. */
    public Optional<TaskCommand> told(Optional<Task> task) {
      return command.or(() -> task.flatMap(Task::reminder).map(DeadlineReached::new));
    }
  }

  /** A task after random events, and its changes. */
  public record TaskWithTimeline(Task task, List<TaskEvent> timeline) {}

  /** Ids of commands. There are few, so that some repeat. */
  public static Arbitrary<CommandId> commandIds() {
    return Arbitraries.integers().between(1, 200).map(n -> new CommandId("command-" + n));
  }

  private static Arbitrary<Instant> deadlines() {
    return Arbitraries.integers().between(-1, 10).map(n -> Texts.BEGIN.plusSeconds(60L * n));
  }

  private static Arbitrary<TaskCommand> plainCommands() {
    var ids = commandIds();
    var who = Arbitraries.of("ann", "bob", "Ω");
    var onlyIf = commandIds().optional(0.5);
    return Arbitraries.frequencyOf(
        Tuple.of(
            1, combine(ids, Arbitraries.of("Title", "Other title"), Texts.texts()).as(Create::new)),
        Tuple.of(6, combine(ids, who).as(Assign::new)),
        Tuple.of(2, combine(ids, onlyIf).as(Unassign::new)),
        Tuple.of(3, ids.map(Start::new)),
        Tuple.of(1, ids.map(Complete::new)),
        Tuple.of(1, ids.map(Cancel::new)),
        Tuple.of(6, combine(ids, deadlines()).as(SetDeadline::new)),
        Tuple.of(2, combine(ids, onlyIf).as(ClearDeadline::new)));
  }

  /** Commands of every kind. The deadline of a reminder often differs from that of the task. */
  public static Arbitrary<TaskCommand> commands() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, plainCommands()),
        Tuple.of(2, deadlines().map(DeadlineReached::new)),
        Tuple.of(
            1,
            combine(Arbitraries.longs().between(1, 12), plainCommands())
                .as((version, command) -> new IfVersion(version, command))));
  }

  /** Events of a task, in order. */
  public static Arbitrary<List<TaskInput>> lives() {
    var pauses =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0L)),
            Tuple.of(5, Arbitraries.longs().between(1, 60_000)),
            Tuple.of(1, Arbitraries.longs().between(-5_000, -1)));
    return combine(pauses.map(Duration::ofMillis), commands().optional(0.8))
        .as(TaskInput::new)
        .list()
        .ofMaxSize(40);
  }

  /** Tasks after random events. */
  public static Arbitrary<Task> tasks() {
    return lived().map(TaskWithTimeline::task);
  }

  /** Tasks after random events, with their changes. */
  public static Arbitrary<TaskWithTimeline> lived() {
    return combine(Texts.ids().map(TaskId::new), Texts.texts(), Texts.texts(), lives())
        .as(TaskArbitraries::live);
  }

  private static TaskWithTimeline live(
      TaskId id, String title, String description, List<TaskInput> life) {
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
    return new TaskWithTimeline(task, List.copyOf(timeline));
  }
}
