package taskagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Metric;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaProgress.Compensating;
import taskagent.domain.saga.SagaProgress.Ended;
import taskagent.domain.saga.SagaProgress.PutOff;
import taskagent.domain.saga.SagaProgress.Skipped;
import taskagent.domain.saga.SagaProgress.Started;
import taskagent.domain.saga.SagaProgress.StepFailed;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

final class ActivityCountersTest {

  private static final TaskId TASK = new TaskId("t1");
  private static final WorkflowRun RUN =
      WorkflowRun.accepted(
          WorkflowId.of(TASK),
          new TaskRequest(TASK, "Title", "Description", "ada", 60),
          Instant.EPOCH);

  private final ActivityCounters counters = new ActivityCounters();

  /** All samples that are not 0, by name and label. */
  private static Map<String, Long> counted(ActivityCounters counters) {
    return counters.metrics().stream()
        .flatMap(
            metric ->
                metric.samples().stream()
                    .map(
                        sample ->
                            Map.entry(metric.name() + sample.labels(), sample.value().getAsLong())))
        .filter(entry -> entry.getValue() != 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void progressed(SagaProgress progress) {
    counters.sagaProgressed(RUN, progress);
  }

  @Test
  void allAreCountersAndExposedFromTheStart() {
    assertThat(counters.metrics()).extracting(Metric::type).containsOnly(Metric.Type.COUNTER);
    assertThat(counters.metrics())
        .filteredOn(metric -> metric.name().equals("taskagent_sagas_ended_total"))
        .flatExtracting(Metric::samples)
        .hasSameSizeAs(Outcome.values());
    assertThat(counted(counters)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void changesOfTasksAreCountedByType(TaskEvent.Type type) {
    counters.taskChanged(
        new TaskEvent(
            TASK,
            1,
            Instant.EPOCH,
            type,
            Optional.empty(),
            TaskStatus.PENDING,
            new CommandId("c"),
            ""));

    assertThat(counted(counters))
        .isEqualTo(Map.of("taskagent_task_events_total{type=" + type.wireName() + "}", 1L));
  }

  @ParameterizedTest
  @EnumSource
  void endsOfSagasAreCountedByOutcome(Outcome outcome) {
    progressed(new Ended(outcome, ""));
    progressed(new Ended(outcome, ""));

    assertThat(counted(counters))
        .isEqualTo(Map.of("taskagent_sagas_ended_total{outcome=" + outcome.wireName() + "}", 2L));
  }

  @Test
  void everythingElseIsCountedOnceToo() {
    progressed(new Started());
    progressed(new StepFailed("notify", false, 1, "e", Optional.empty()));
    progressed(new StepFailed("assign", true, 1, "e", Optional.empty()));
    progressed(new PutOff("notify", "r", Instant.EPOCH));
    progressed(new Skipped("notify", false, "r"));
    progressed(new Compensating("r"));
    counters.messageAnswered(new UserId("ada"), 2);

    assertThat(counted(counters))
        .isEqualTo(
            Map.of(
                "taskagent_sagas_started_total{}", 1L,
                "taskagent_step_failures_total{step=notify}", 1L,
                "taskagent_compensation_failures_total{step=assign}", 1L,
                "taskagent_steps_put_off_total{step=notify}", 1L,
                "taskagent_steps_skipped_total{step=notify}", 1L,
                "taskagent_messages_answered_total{}", 1L));
  }

  @Test
  void bothObserversAreToldOfEverything() {
    var other = new ActivityCounters();
    var both = counters.and(other);

    both.sagaProgressed(RUN, new Started());
    both.messageAnswered(new UserId("ada"), 2);
    both.taskChanged(
        new TaskEvent(
            TASK,
            1,
            Instant.EPOCH,
            TaskEvent.Type.CREATED,
            Optional.empty(),
            TaskStatus.PENDING,
            new CommandId("c"),
            ""));

    assertThat(counted(counters)).hasSize(3).isEqualTo(counted(other));
  }
}
