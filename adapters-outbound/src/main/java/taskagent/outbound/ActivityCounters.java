package taskagent.outbound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Metric;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.Step;
import taskagent.domain.task.TaskEvent;

/** Counts what has happened in this process, for the metrics. */
public final class ActivityCounters implements Activity {

  private static final String DONE = "done";
  private static final String REFUSED = "refused";

  private final Counts taskEvents =
      new Counts("type", Stream.of(TaskEvent.Type.values()).map(TaskEvent.Type::wireName));
  private final Counts sagasEnded =
      new Counts("outcome", Stream.of(Outcome.values()).map(Outcome::wireName));
  private final Counts stepFailures = new Counts("step", steps());
  private final Counts compensationFailures = new Counts("step", steps());
  private final Counts stepsPutOff = new Counts("step", steps());
  private final Counts stepsSkipped = new Counts("step", steps());
  private final LongAdder sagasStarted = new LongAdder();
  private final Counts bulkItems = new Counts("result", Stream.of(DONE, REFUSED));
  private final LongAdder messagesAnswered = new LongAdder();

  /**
   * Counters by the value of one label. All values are known, so each is exposed from the start.
   */
  private record Counts(String label, Map<String, LongAdder> adders) {

    Counts(String label, Stream<String> values) {
      this(label, new LinkedHashMap<>());
      values.forEach(value -> adders.put(value, new LongAdder()));
    }

    void increment(String value) {
      add(value, 1);
    }

    void add(String value, long more) {
      var adder = adders.get(value);
      if (adder != null) {
        adder.add(more);
      }
    }

    List<Metric.Sample> samples() {
      return adders.entrySet().stream()
          .map(entry -> new Metric.Sample(Map.of(label, entry.getKey()), entry.getValue()::sum))
          .toList();
    }
  }

  private static Stream<String> steps() {
    return TaskProcessing.SAGA.steps().stream().map(Step::name);
  }

  @Override
  public void taskChanged(TaskEvent event) {
    taskEvents.increment(event.type().wireName());
  }

  @Override
  public void sagaProgressed(Run run, SagaProgress progress) {
    switch (progress) {
      case SagaProgress.Started() -> sagasStarted.increment();
      case SagaProgress.StepFailed failed when failed.compensating() ->
          compensationFailures.increment(failed.step());
      case SagaProgress.StepFailed failed -> stepFailures.increment(failed.step());
      case SagaProgress.PutOff(var step, _, _) -> stepsPutOff.increment(step);
      case SagaProgress.Skipped(var step, _, _) -> stepsSkipped.increment(step);
      case SagaProgress.Compensating _ -> {}
      case SagaProgress.Ended(var outcome, _) -> sagasEnded.increment(outcome.wireName());
    }
  }

  @Override
  public void messageAnswered(UserId user, long seq) {
    messagesAnswered.increment();
  }

  @Override
  public void bulkAdvanced(RunId bulk, int done, int refused, int left) {
    bulkItems.add(DONE, done);
    bulkItems.add(REFUSED, refused);
  }

  /** Returns the counters. */
  public List<Metric> metrics() {
    return List.of(
        Metric.counter(
            "taskagent_task_events_total", "Changes of tasks, by type.", taskEvents.samples()),
        Metric.counter(
            "taskagent_bulk_items_total",
            "Tasks on which bulks have worked, by result.",
            bulkItems.samples()),
        Metric.counter("taskagent_sagas_started_total", "Sagas that started.", sagasStarted::sum),
        Metric.counter(
            "taskagent_sagas_ended_total", "Sagas that ended, by outcome.", sagasEnded.samples()),
        Metric.counter(
            "taskagent_step_failures_total",
            "Failed attempts at a step of a saga, by step.",
            stepFailures.samples()),
        Metric.counter(
            "taskagent_compensation_failures_total",
            "Failed attempts at the compensation of a step, by step.",
            compensationFailures.samples()),
        Metric.counter(
            "taskagent_steps_put_off_total",
            "Times a step or its compensation was put off without using up an attempt, by step.",
            stepsPutOff.samples()),
        Metric.counter(
            "taskagent_steps_skipped_total",
            "Steps and compensations that had nothing to do, by step.",
            stepsSkipped.samples()),
        Metric.counter(
            "taskagent_messages_answered_total",
            "Chat messages that were answered.",
            messagesAnswered::sum));
  }
}
