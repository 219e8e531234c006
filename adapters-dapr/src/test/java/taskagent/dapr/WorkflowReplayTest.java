package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.dapr.durabletask.JacksonDataConverter;
import io.dapr.durabletask.OrchestrationRunner;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.workflows.runtime.DefaultWorkflowContext;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.run.Run;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaState;
import taskagent.domain.task.TaskEvent;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * Workflows that ran on real Dapr can still be replayed (specification §8.16). Each one, run again
 * over its recorded history, schedules the same work and reaches the same end. If one does not,
 * workflows that run during an upgrade would be lost; see docs/dapr.md.
 *
 * <p>{@code src/test/record-histories} records the histories.
 */
final class WorkflowReplayTest {

  private static final Kinds KINDS = Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent());

  private static final Path FOLDER = Path.of("src/test/resources/histories");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "completed",
        "rejected",
        "failed",
        "cancelled",
        "retried",
        "completed-after-retry"
      })
  void aRecordedWorkflowReachesTheSameEnd(String name) {
    var history = history(name);

    var end = replay(history, workflow());

    assertThat(end.getOrchestrationStatus())
        .as("%s: %s", name, end.getFailureDetails().getErrorMessage())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    assertThat(inWords(history, SagaStateJson.read(text(end.getResult()))))
        .isEqualTo(text(recorded(history).getResult()));
  }

  /**
   * The SDK itself would not notice, because it checks neither the names of activities nor their
   * inputs.
   */
  @Test
  void aHistoryOfAnotherSagaIsADefect() {
    var history =
        history("completed").stream()
            .map(event -> event.hasTaskCompleted() ? ofAnotherStep(event) : event)
            .toList();

    var end = replay(history, workflow());

    assertThat(end.getOrchestrationStatus())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
    assertThat(end.getFailureDetails().getErrorType()).isEqualTo(SagaDefect.class.getName());
    assertThat(end.getFailureDetails().getErrorMessage()).contains("delegate");
  }

  /**
   * What a local step decided is not in the history of the first version. So a build that validates
   * differently ends a run without stored decisions, although its steps on the task ran, and the
   * SDK fails on the rest of the history.
   */
  @Test
  void aHistoryOfABuildThatValidatedDifferentlyFails() {
    var history =
        history("completed").stream()
            .map(event -> event.hasExecutionStarted() ? withTitle(event, "Plan") : event)
            .toList();

    assertThatThrownBy(() -> replay(history, workflow()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already completed");
  }

  private static HistoryEvent withTitle(HistoryEvent event, String title) {
    var started = event.getExecutionStarted();
    var run = RunJson.read(text(started.getInput()));
    var input = started.getInput().getValue().replace(run.request().title(), title);
    return event.toBuilder()
        .setExecutionStarted(started.toBuilder().setInput(StringValue.of(input)))
        .build();
  }

  @Test
  void aWorkflowThatWaitsWhereItActedBeforeDoesNotComplete() {
    var end =
        replay(
            history("completed"),
            context -> {
              context.createTimer(Duration.ofSeconds(1)).await();
              workflow().run(context);
            });

    assertThat(end.getOrchestrationStatus())
        .isNotEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
  }

  /** A replica of an older version leaves nothing behind, so that another one can go on. */
  @Test
  void aRunOfAnUnknownKindIsLeftAlone() throws InvalidProtocolBufferException {
    var begun = history("completed").subList(0, 2);
    assertThat(begun.getLast().hasExecutionStarted()).isTrue();
    var unknown =
        begun.stream()
            .map(event -> event.hasExecutionStarted() ? ofAnotherKind(event) : event)
            .toList();

    assertThat(actions(unknown)).isZero();
    assertThat(actions(begun)).as("of the kind that it knows").isOne();
  }

  private static int actions(List<HistoryEvent> now) throws InvalidProtocolBufferException {
    var request = request(List.of(), now);
    return OrchestratorResponse.parseFrom(
            OrchestrationRunner.loadAndRun(request.toByteArray(), workflow()))
        .getActionsCount();
  }

  private static HistoryEvent ofAnotherKind(HistoryEvent event) {
    var input =
        "{\"format\":2,\"kind\":\"letter@1\",\"workflow_id\":\"letter-1\","
            + "\"accepted_at\":\"2026-03-01T09:00:00Z\",\"input\":{}}";
    var started = event.getExecutionStarted().toBuilder();
    return event.toBuilder()
        .setExecutionStarted(
            started.setInput(StringValue.of(new JacksonDataConverter().serialize(input))))
        .build();
  }

  /** Each turn replays the turns before it, and must not report their progress again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "completed",
        "rejected",
        "failed",
        "cancelled",
        "retried",
        "completed-after-retry"
      })
  void progressIsReportedOnceOverAllTurns(String name) {
    var history = history(name);
    var happened = history.subList(0, history.size() - 1);
    var turns =
        IntStream.range(0, happened.size())
            .filter(i -> happened.get(i).getEventTypeCase() == EventTypeCase.ORCHESTRATORSTARTED)
            .boxed()
            .toList();

    var progress = new ArrayList<SagaProgress>();
    for (int i = 0; i < turns.size(); i++) {
      int end = i + 1 < turns.size() ? turns.get(i + 1) : happened.size();
      turn(happened.subList(0, turns.get(i)), happened.subList(turns.get(i), end), progress);
    }
    var inOneTurn = new ArrayList<SagaProgress>();
    turn(List.of(), happened, inOneTurn);

    assertThat(progress).isEqualTo(inOneTurn);
    assertThat(progress.getFirst()).isEqualTo(new SagaProgress.Started());
    assertThat(progress.getLast())
        .isInstanceOfSatisfying(
            SagaProgress.Ended.class,
            ended ->
                assertThat(text(recorded(history).getResult()))
                    .startsWith(ended.outcome().wireName() + ": "));
  }

  private static void turn(
      List<HistoryEvent> before, List<HistoryEvent> now, List<SagaProgress> progress) {
    OrchestrationRunner.loadAndRun(
        request(before, now).toByteArray(), workflow(new Recording(progress)));
  }

  private record Recording(List<SagaProgress> progress) implements Activity {
    @Override
    public void taskChanged(TaskEvent event) {}

    @Override
    public void sagaProgressed(Run run, SagaProgress next) {
      progress.add(next);
    }

    @Override
    public void messageAnswered(UserId user, long seq) {}
  }

  private static TaskOrchestration workflow() {
    return workflow(Activity.none());
  }

  private static TaskOrchestration workflow(Activity activity) {
    return context ->
        new SagaWorkflow(KINDS, activity, (_, _) -> {}).run(new DefaultWorkflowContext(context));
  }

  private static OrchestratorRequest request(List<HistoryEvent> past, List<HistoryEvent> now) {
    return OrchestratorRequest.newBuilder()
        .setInstanceId("replayed")
        .setExecutionId(StringValue.of(""))
        .addAllPastEvents(past)
        .addAllNewEvents(now)
        .build();
  }

  private static HistoryEvent ofAnotherStep(HistoryEvent event) {
    var result = event.getTaskCompleted().getResult().getValue().replace("assign", "delegate");
    var other = event.getTaskCompleted().toBuilder().setResult(StringValue.of(result));
    return event.toBuilder().setTaskCompleted(other).build();
  }

  /** Returns the end in the words of the builds that recorded the histories. */
  private static String inWords(List<HistoryEvent> history, SagaState end) {
    var begun = history.stream().filter(HistoryEvent::hasExecutionStarted).findFirst();
    var run = RunJson.read(text(begun.orElseThrow().getExecutionStarted().getInput()));
    var result = WorkflowResult.of(run, end).orElseThrow();
    return result.status().wireName() + ": " + result.message();
  }

  /** Inputs and outputs of workflows are JSON strings. */
  private static String text(StringValue value) {
    return new JacksonDataConverter().deserialize(value.getValue(), String.class);
  }

  private static ExecutionCompletedEvent recorded(List<HistoryEvent> history) {
    assertThat(history.getLast().hasExecutionCompleted()).isTrue();
    return history.getLast().getExecutionCompleted();
  }

  /** Runs the last turn of a workflow over the history before it. */
  private static CompleteOrchestrationAction replay(
      List<HistoryEvent> history, TaskOrchestration workflow) {
    var happened = history.subList(0, history.size() - 1);
    int turn = happened.size() - 1;
    while (happened.get(turn).getEventTypeCase() != EventTypeCase.ORCHESTRATORSTARTED) {
      turn--;
    }
    var request = request(happened.subList(0, turn), happened.subList(turn, happened.size()));
    try {
      var response =
          OrchestratorResponse.parseFrom(
              OrchestrationRunner.loadAndRun(request.toByteArray(), workflow));
      assertThat(response.getActionsList()).hasSize(1);
      return response.getActions(0).getCompleteOrchestration();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<HistoryEvent> history(String name) {
    return RecordedHistory.read(FOLDER, name);
  }
}
