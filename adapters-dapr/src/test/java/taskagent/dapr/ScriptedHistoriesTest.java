package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.ExpenseApproval;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.Monitor;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;

/**
 * Workflows of the kinds that {@link WorkflowReplayTest} has no histories of. Their histories were
 * recorded over the executor of the SDK, with {@code -Dhistories.write=true}, which records those
 * that have no file. Do not change a history.
 */
final class ScriptedHistoriesTest {

  private static final Path FOLDER = Path.of("src/test/resources/histories/scripted");
  private static final RunId ID = new RunId("r-1");
  private static final Duration DAY = Duration.ofDays(1);

  private static Map<String, Supplier<ScriptedRun>> all() {
    var all = new LinkedHashMap<String, Supplier<ScriptedRun>>();
    all.put("task-completed", () -> ended(new ScriptedRun(task("Prepare the report"))));
    all.put("task-rejected", () -> ended(new ScriptedRun(task("tiny"))));
    all.put("expense-approved", () -> ended(expense("yes")));
    all.put("expense-declined", () -> ended(expense("no")));
    all.put("parcels-signed", () -> ended(parcels()));
    all.put("monitor-third-round", () -> ended(monitor()));
    all.put("delivery-completed", () -> ended(delivery(Outcome.COMPLETED)));
    all.put("delivery-gives-up", () -> ended(delivery(Outcome.FAILED)));
    return all;
  }

  private static WorkflowRun task(String title) {
    var request = new TaskRequest(new TaskId("t-1"), title, "All the figures", "ann", 3600);
    return WorkflowRun.accepted(WorkflowId.of(request.taskId()), request, ManualClock.START);
  }

  private static ScriptedRun ended(ScriptedRun run) {
    run.sidecar().settle();
    return run;
  }

  private static ScriptedRun expense(String decision) {
    var expense = new Expense("ann", 4200);
    var run = new ScriptedRun(ExpenseApproval.run(ID.value(), expense, ManualClock.START));
    run.sidecar().settle().advance(DAY);
    run.signal("s-1", ExpenseApproval.DECISION, decision);
    return run;
  }

  private static ScriptedRun parcels() {
    var order = new Order(List.of("book", "lamp"), DAY);
    var run = new ScriptedRun(ParcelOrder.run(ID, order, ManualClock.START));
    run.signal("s-1", ParcelOrder.SIGNATURE, "ann");
    return run;
  }

  private static ScriptedRun monitor() {
    var run = new ScriptedRun(Monitor.run(ID, new Round(3, DAY), ManualClock.START));
    run.sidecar().settle();
    run.signal("s-1", Monitor.CHANGED, "a").settle();
    run.signal("s-2", Monitor.CHANGED, "b").settle();
    run.sidecar().advance(DAY);
    return run;
  }

  private static ScriptedRun delivery(Outcome second) {
    var tour = new Tour(List.of("book", "lamp"), 2, false);
    var run = new ScriptedRun(Delivery.run(ID, tour, ManualClock.START));
    run.sidecar().settle();
    run.childEnded("r-1-book", Outcome.COMPLETED).settle();
    run.childEnded("r-1-lamp", second);
    return run;
  }

  static Stream<String> names() {
    return all().keySet().stream();
  }

  @BeforeAll
  static void recordMissingHistories() throws IOException {
    if (Boolean.getBoolean("histories.write")) {
      Files.createDirectories(FOLDER);
      for (var each : all().entrySet()) {
        var file = FOLDER.resolve(each.getKey() + ".base64");
        if (!Files.exists(file)) {
          var events = each.getValue().get().sidecar().history().stream();
          Files.write(
              file,
              events
                  .map(event -> Base64.getEncoder().encodeToString(event.toByteArray()))
                  .toList());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRecordedWorkflowReachesTheSameEnd(String name) {
    var run = new ScriptedRun(task("any"));

    assertThat(run.sidecar().replayed(history(name)))
        .isEqualTo(ScriptedSidecar.recordedEnd(history(name)));
  }

  /** The result of the first activity has the verdict, so the code of a build does not matter. */
  @Test
  void aTaskIsJudgedOnceWhateverALaterBuildWouldDecide() {
    var run = new ScriptedRun(task("any"));

    for (var name : List.of("task-completed", "task-rejected")) {
      var other = name.equals("task-rejected") ? "Prepare the report" : "tiny";
      var judgedOtherwise =
          ScriptedSidecar.begunWith(history(name), run.written(undecided(task(other))));

      assertThat(run.sidecar().replayed(judgedOtherwise))
          .as(name)
          .isEqualTo(ScriptedSidecar.recordedEnd(history(name)));
    }
  }

  private static WorkflowRun undecided(WorkflowRun run) {
    return new WorkflowRun(
        run.id(), run.kind(), run.request(), run.acceptedAt(), NotifyPolicy.DEFAULT, List.of());
  }

  @Test
  void aTaskCostsTwoActivitiesAndARejectedRequestOne() {
    var completed = ended(new ScriptedRun(task("Prepare the report")));
    var rejected = ended(new ScriptedRun(task("tiny")));

    assertThat(completed.end().outcome()).contains(Outcome.COMPLETED);
    assertThat(completed.sidecar().inputs()).hasSize(2);
    assertThat(rejected.end().outcome()).contains(Outcome.REJECTED);
    assertThat(rejected.sidecar().inputs()).hasSize(1);
  }

  private static List<HistoryEvent> history(String name) {
    return RecordedHistory.read(FOLDER, name);
  }
}
