package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaState;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * Workflows that real Dapr ran still replay (spec §8.16): driven again over the history that was
 * recorded, each asks for the same and comes to the same end. Where one does not, a workflow that
 * runs while the new version is installed would be lost; see docs/dapr.md.
 *
 * <p>{@code src/test/record-histories} records them.
 */
final class RecordedHistoriesTest {

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
  void aRecordedWorkflowComesToTheSameEnd(String name) {
    var history = history(name);

    var end = replay(history, workflow());

    assertThat(end.getOrchestrationStatus())
        .as("%s: %s", name, end.getFailureDetails().getErrorMessage())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    assertThat(inWords(history, SagaStateJson.read(text(end.getResult()))))
        .isEqualTo(text(recorded(history).getResult()));
  }

  /** The SDK would not notice: it looks neither at the names of activities nor at their inputs. */
  @Test
  void aHistoryThatAnotherSagaLeftIsADefect() {
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

  @Test
  void aWorkflowThatWaitsWhereItActedBeforeComesToNoEnd() {
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

  private static TaskOrchestration workflow() {
    return context ->
        new TaskProcessingWorkflow(new Figures()).run(new DefaultWorkflowContext(context));
  }

  private static HistoryEvent ofAnotherStep(HistoryEvent event) {
    var result = event.getTaskCompleted().getResult().getValue().replace("assign", "delegate");
    var other = event.getTaskCompleted().toBuilder().setResult(StringValue.of(result));
    return event.toBuilder().setTaskCompleted(other).build();
  }

  /** As those builds that recorded the histories said it. */
  private static String inWords(List<HistoryEvent> history, SagaState end) {
    var begun = history.stream().filter(HistoryEvent::hasExecutionStarted).findFirst();
    var run = RunJson.read(text(begun.orElseThrow().getExecutionStarted().getInput()));
    var result = TaskProcessing.result(run, end).orElseThrow();
    return result.status().wireName() + ": " + result.message();
  }

  /** What goes in and out of workflows is a JSON string. */
  private static String text(StringValue value) {
    return new JacksonDataConverter().deserialize(value.getValue(), String.class);
  }

  private static ExecutionCompletedEvent recorded(List<HistoryEvent> history) {
    assertThat(history.getLast().hasExecutionCompleted()).isTrue();
    return history.getLast().getExecutionCompleted();
  }

  /** The workflow's last turn, with all that happened before it. */
  private static CompleteOrchestrationAction replay(
      List<HistoryEvent> history, TaskOrchestration workflow) {
    var happened = history.subList(0, history.size() - 1);
    int turn = happened.size() - 1;
    while (happened.get(turn).getEventTypeCase() != EventTypeCase.ORCHESTRATORSTARTED) {
      turn--;
    }
    var request =
        OrchestratorRequest.newBuilder()
            .setInstanceId("replayed")
            .setExecutionId(StringValue.of(""))
            .addAllPastEvents(happened.subList(0, turn))
            .addAllNewEvents(happened.subList(turn, happened.size()))
            .build();
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
    try {
      return Files.readAllLines(FOLDER.resolve(name + ".base64")).stream()
          .map(line -> event(Base64.getDecoder().decode(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HistoryEvent event(byte[] written) {
    try {
      return HistoryEvent.parseFrom(written);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }
}
