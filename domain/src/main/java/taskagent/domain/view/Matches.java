package taskagent.domain.view;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition.Begins;
import taskagent.domain.view.Condition.Between;
import taskagent.domain.view.Condition.Contains;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.Measure;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Condition.OwnedBy;

/** Tests single items against a filter, with the same result as a list that is filtered by it. */
public final class Matches {

  private Matches() {}

  /** Returns true if a list with this filter has the task. */
  public static boolean task(Filter<TaskStatus> filter, TaskSnapshot task) {
    return filter.states().contains(task.status()) && all(filter.conditions(), new OfTask(task));
  }

  /** Returns true if a list with this filter has the run. */
  public static boolean run(Filter<RunState> filter, RunSummary run) {
    return filter.states().contains(RunState.of(run)) && all(filter.conditions(), new OfRun(run));
  }

  private static boolean all(List<Condition> conditions, Fields item) {
    for (var condition : conditions) {
      if (holds(condition, item) == condition.negated()) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Condition condition, Fields item) {
    return switch (condition) {
      case OneOf(var field, var values, _) -> values.contains(item.label(field));
      case Between(var field, var from, var to, _) ->
          item.measure(field) >= from && item.measure(field) < to;
      case Contains(var text, _) -> TitleText.folded(item.title()).contains(text);
      case OwnedBy(var user) -> item.ownedBy(user);
      case Begins(var text, _) -> item.ids().anyMatch(id -> id.startsWith(text));
    };
  }

  /** The fields of an item that conditions name. */
  private interface Fields {
    String label(Label field);

    long measure(Measure field);

    String title();

    Stream<String> ids();

    boolean ownedBy(String user);
  }

  private record OfTask(TaskSnapshot task) implements Fields {

    @Override
    public String label(Label field) {
      return switch (field) {
        case ASSIGNEE -> task.assignee().orElse("");
        case TASK, STEP, WAITING, ACTOR, ACTION, SUBJECT -> throw unknown(field, "task");
      };
    }

    @Override
    public long measure(Measure field) {
      return switch (field) {
        case DUE -> task.deadline().map(Instant::toEpochMilli).orElse(Condition.NO_DEADLINE);
        case CREATED -> task.createdAt().toEpochMilli();
        case UPDATED -> task.updatedAt().toEpochMilli();
        case ATTEMPTS -> throw unknown(field, "task");
      };
    }

    @Override
    public String title() {
      return task.title();
    }

    @Override
    public Stream<String> ids() {
      return Stream.of(task.id().value());
    }

    @Override
    public boolean ownedBy(String user) {
      return task.owners().isOwnedBy(user);
    }
  }

  private record OfRun(RunSummary run) implements Fields {

    @Override
    public String label(Label field) {
      return switch (field) {
        case TASK -> run.task().value();
        case STEP -> run.step().orElse("");
        case WAITING -> run.waitingFor().orElse("");
        case ASSIGNEE, ACTOR, ACTION, SUBJECT -> throw unknown(field, "run");
      };
    }

    @Override
    public long measure(Measure field) {
      return switch (field) {
        case CREATED -> run.acceptedAt().toEpochMilli();
        case UPDATED -> run.updatedAt().toEpochMilli();
        case ATTEMPTS -> run.attempts();
        case DUE -> throw unknown(field, "run");
      };
    }

    @Override
    public String title() {
      return "";
    }

    @Override
    public Stream<String> ids() {
      return Stream.of(run.id().value(), run.task().value());
    }

    @Override
    public boolean ownedBy(String user) {
      throw new IllegalArgumentException("only the task of a run has an assignee");
    }
  }

  private static IllegalArgumentException unknown(Enum<?> field, String item) {
    return new IllegalArgumentException("a " + item + " has no " + field);
  }
}
