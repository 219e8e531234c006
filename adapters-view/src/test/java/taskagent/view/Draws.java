package taskagent.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Filter;
import taskagent.domain.view.RunState;
import taskagent.domain.view.Sort;
import taskagent.domain.view.TitleText;

/** Draws tasks, runs and filters. Times are few, so that many are equal. */
final class Draws {

  private static final List<String> ASSIGNEES = List.of("ada", "bob", "Ada L", "*", "");
  private static final List<String> WORDS =
      List.of("Report", "quarterly", "STRASSE", "straße", "a\"b", "äöü", "x", "日本語テスト");

  private final Random random;

  Draws(Random random) {
    this.random = random;
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int n) {
    return random.nextInt(n);
  }

  <T> T among(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  String taskId() {
    return "t" + below(15);
  }

  private Instant time() {
    return Instant.ofEpochMilli(below(8));
  }

  TaskSnapshot task(String id, long version) {
    var status = among(List.of(TaskStatus.values()));
    return new TaskSnapshot(
        new TaskId(id),
        title(),
        "Description " + below(3),
        status,
        Optional.of(among(ASSIGNEES)).filter(name -> !name.isEmpty()),
        oneIn(3) ? Optional.empty() : Optional.of(time()),
        time(),
        time(),
        version,
        user());
  }

  private Optional<String> user() {
    return Optional.of(among(ASSIGNEES)).filter(name -> !name.isEmpty());
  }

  private String title() {
    return among(WORDS) + " " + among(WORDS);
  }

  Workflow run(String task) {
    var id = WorkflowId.of(new TaskId(task), 1 + below(2));
    var request = new TaskRequest(new TaskId(task), "A title", "A description", "ada", 60);
    var owned = user().map(request::by).orElse(request);
    var running = oneIn(2);
    var steps = List.of(step("create", StepState.Status.DONE), step("notify", stepStatus()));
    var state =
        new SagaState(
            id.value(),
            running ? SagaState.Phase.FORWARD : SagaState.Phase.ENDED,
            steps,
            running ? Optional.empty() : cause(),
            false,
            running ? Optional.empty() : Optional.of(among(List.of(Outcome.values()))),
            time(),
            time());
    return new Workflow(
        WorkflowRun.accepted(id, owned, time()),
        state,
        oneIn(8) ? Optional.of("a defect") : Optional.empty());
  }

  private Optional<SagaState.Cause> cause() {
    return Optional.of(new SagaState.Cause(Outcome.FAILED, "notify: refused"));
  }

  private StepState.Status stepStatus() {
    return among(
        List.of(
            StepState.Status.RUNNING,
            StepState.Status.WAITING,
            StepState.Status.PUT_OFF,
            StepState.Status.FAILED));
  }

  private StepState step(String name, StepState.Status status) {
    return new StepState(
        name,
        status,
        true,
        below(4),
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false,
        Optional.empty());
  }

  Filter<TaskStatus> taskFilter() {
    var conditions = new ArrayList<Condition>();
    for (int count = below(4); count > 0; count--) {
      conditions.add(
          switch (below(5)) {
            case 4 -> new Condition.OwnedBy(owner());
            case 0 ->
                new Condition.OneOf(Condition.Label.ASSIGNEE, twice(some(ASSIGNEES)), oneIn(3));
            case 1 -> between(Condition.Measure.DUE);
            case 2 -> between(oneIn(2) ? Condition.Measure.CREATED : Condition.Measure.UPDATED);
            default -> new Condition.Contains(part(title()), oneIn(4));
          });
    }
    return new Filter<>(states(List.of(TaskStatus.values())), conditions);
  }

  /** Returns somebody who may own something. */
  String owner() {
    return among(List.of("ada", "bob", "nobody"));
  }

  Filter<RunState> runFilter() {
    var conditions = new ArrayList<Condition>();
    for (int count = below(3); count > 0; count--) {
      conditions.add(
          switch (below(6)) {
            case 0 ->
                new Condition.OneOf(Condition.Label.TASK, List.of(taskId(), taskId()), oneIn(3));
            case 1 ->
                new Condition.OneOf(
                    Condition.Label.STEP, some(List.of("create", "notify", "")), oneIn(3));
            case 2 ->
                new Condition.OneOf(
                    Condition.Label.WAITING, some(List.of("retry", "not_now")), oneIn(3));
            case 3 -> between(Condition.Measure.ATTEMPTS);
            case 4 -> new Condition.Begins(among(List.of("t1", "task-workflow-t", "T1")), oneIn(3));
            default -> between(oneIn(2) ? Condition.Measure.CREATED : Condition.Measure.UPDATED);
          });
    }
    return new Filter<>(states(List.of(RunState.values())), conditions);
  }

  private Condition between(Condition.Measure field) {
    long from = oneIn(3) ? Long.MIN_VALUE : below(8);
    long to = oneIn(3) ? Long.MAX_VALUE : below(9);
    if (oneIn(4)) {
      from = Condition.NO_DEADLINE;
      to = Long.MAX_VALUE;
    }
    return new Condition.Between(field, from, to, oneIn(4));
  }

  private String part(String title) {
    var folded = TitleText.folded(title);
    int begin = below(folded.length());
    return folded.substring(begin, Math.min(folded.length(), begin + 1 + below(9)));
  }

  /** As a client may write them. */
  private <T> List<T> twice(List<T> values) {
    return oneIn(4) ? Stream.concat(values.stream(), values.stream()).toList() : values;
  }

  private <T> List<T> some(List<T> all) {
    var drawn = all.stream().filter(_ -> oneIn(2)).toList();
    return drawn.isEmpty() ? List.of(among(all)) : drawn;
  }

  private <T> List<T> states(List<T> all) {
    return oneIn(3) ? all : all.stream().filter(_ -> !oneIn(3)).toList();
  }

  Sort sort(List<Sort.By> by) {
    return new Sort(among(by), oneIn(2));
  }

  /** Returns one of the ids in a stream. */
  Optional<String> idAmong(Stream<String> ids) {
    var all = ids.sorted().toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(among(all));
  }
}
