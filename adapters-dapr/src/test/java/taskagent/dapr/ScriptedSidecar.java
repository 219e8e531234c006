package taskagent.dapr;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dapr.durabletask.JacksonDataConverter;
import io.dapr.durabletask.OrchestrationRunner;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.EventRaisedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Plays the sidecar of one workflow over the executor of the SDK: it keeps the history, carries out
 * activities at once, and lets a test raise events and advance the time.
 */
final class ScriptedSidecar {

  private static final JacksonDataConverter CONVERTER = new JacksonDataConverter();
  private static final int TURNS_AT_MOST = 100;

  private final String name;
  private final TaskOrchestration workflow;
  private final BinaryOperator<String> activities;
  private final List<HistoryEvent> past = new ArrayList<>();
  private final List<HistoryEvent> fresh = new ArrayList<>();
  private final List<TimerCreatedEvent> timers = new ArrayList<>();
  private final List<Integer> timerIds = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private Instant now;
  private Optional<CompleteOrchestrationAction> end = Optional.empty();
  private int generations = 1;
  private int longest;

  /**
   * Starts a workflow.
   *
   * @param name the name of the workflow
   * @param activities returns the result of an activity, given its name and input
   */
  ScriptedSidecar(
      String name,
      TaskOrchestration workflow,
      String input,
      Instant now,
      BinaryOperator<String> activities) {
    this.name = name;
    this.workflow = workflow;
    this.activities = activities;
    this.now = now;
    start(json(input));
  }

  private void start(StringValue input) {
    fresh.add(
        event(-1)
            .setExecutionStarted(
                ExecutionStartedEvent.newBuilder()
                    .setName(name)
                    .setInput(input)
                    .setOrchestrationInstance(
                        OrchestrationInstance.newBuilder().setInstanceId("scripted")))
            .build());
  }

  /** Raises an event, which the workflow gets in its next turn. */
  ScriptedSidecar raise(String name, String input) {
    fresh.add(
        event(-1)
            .setEventRaised(EventRaisedEvent.newBuilder().setName(name).setInput(json(input)))
            .build());
    return this;
  }

  /** Advances the time, and fires the timers that are over. */
  ScriptedSidecar advance(Duration by) {
    now = now.plus(by);
    for (int i = timers.size() - 1; i >= 0; i--) {
      if (timers.get(i).getFireAt().getSeconds() <= now.getEpochSecond()) {
        fresh.add(
            event(-1)
                .setTimerFired(
                    TimerFiredEvent.newBuilder()
                        .setTimerId(timerIds.remove(i))
                        .setFireAt(timers.remove(i).getFireAt()))
                .build());
      }
    }
    return this;
  }

  /** Takes turns until the workflow waits for something from outside. */
  ScriptedSidecar settle() {
    for (int turns = 0; !fresh.isEmpty() && end.isEmpty(); turns++) {
      if (turns > TURNS_AT_MOST) {
        throw new AssertionError("the workflow does not settle");
      }
      turn();
    }
    return this;
  }

  /** Takes one turn. */
  ScriptedSidecar turn() {
    var events = new ArrayList<HistoryEvent>();
    events.add(
        event(-1).setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()).build());
    events.addAll(fresh);
    fresh.clear();
    var actions = actions(List.copyOf(past), events);
    past.addAll(events);
    actions.forEach(this::carryOut);
    return this;
  }

  private void carryOut(OrchestratorAction action) {
    if (action.hasScheduleTask()) {
      var task = action.getScheduleTask();
      past.add(
          event(action.getId())
              .setTaskScheduled(TaskScheduledEvent.newBuilder().setName(task.getName()))
              .build());
      var input = CONVERTER.deserialize(task.getInput().getValue(), String.class);
      inputs.add(input);
      fresh.add(
          event(-1)
              .setTaskCompleted(
                  TaskCompletedEvent.newBuilder()
                      .setTaskScheduledId(action.getId())
                      .setResult(json(activities.apply(task.getName(), input))))
              .build());
    } else if (action.hasCreateTimer()) {
      var timer = TimerCreatedEvent.newBuilder().setFireAt(action.getCreateTimer().getFireAt());
      past.add(event(action.getId()).setTimerCreated(timer).build());
      timers.add(timer.build());
      timerIds.add(action.getId());
    } else if (action.hasCompleteOrchestration()) {
      complete(action.getCompleteOrchestration());
    }
  }

  /** A workflow that continues as new loses its history and timers, but not its events. */
  private void complete(CompleteOrchestrationAction action) {
    if (action.getOrchestrationStatus()
        != OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW) {
      end = Optional.of(action);
      return;
    }
    generations++;
    longest = Math.max(longest, past.size());
    past.clear();
    timers.clear();
    timerIds.clear();
    fresh.clear();
    start(action.getResult());
    fresh.addAll(action.getCarryoverEventsList());
  }

  private HistoryEvent.Builder event(int id) {
    return HistoryEvent.newBuilder()
        .setEventId(id)
        .setTimestamp(
            Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
  }

  private static StringValue json(String text) {
    return StringValue.of(CONVERTER.serialize(text));
  }

  /** Returns the output of the workflow; empty before its end. */
  Optional<String> output() {
    return end.map(completed -> text(completed.getResult()));
  }

  private static String text(StringValue value) {
    return CONVERTER.deserialize(value.getValue(), String.class);
  }

  /** Returns the history of a workflow that has ended, or that of its last generation. */
  List<HistoryEvent> history() {
    var last = ExecutionCompletedEvent.newBuilder().setResult(end.orElseThrow().getResult());
    return Stream.concat(past.stream(), Stream.of(event(-1).setExecutionCompleted(last).build()))
        .toList();
  }

  /** Returns the output of the workflow in a history. */
  static String recordedEnd(List<HistoryEvent> history) {
    return text(history.getLast().getExecutionCompleted().getResult());
  }

  /** Returns the history with another input of the workflow. */
  static List<HistoryEvent> begunWith(List<HistoryEvent> history, String input) {
    return history.stream()
        .map(
            event -> {
              var started = event.getExecutionStarted().toBuilder().setInput(json(input));
              return event.hasExecutionStarted()
                  ? event.toBuilder().setExecutionStarted(started).build()
                  : event;
            })
        .toList();
  }

  /** Returns the output of the workflow if it runs over this history. */
  String replayed(List<HistoryEvent> history) {
    var happened = history.subList(0, history.size() - 1);
    int turn = happened.size() - 1;
    while (!happened.get(turn).hasOrchestratorStarted()) {
      turn--;
    }
    var actions = actions(happened.subList(0, turn), happened.subList(turn, happened.size()));
    if (actions.size() != 1 || !actions.getFirst().hasCompleteOrchestration()) {
      throw new AssertionError("the workflow does not end: " + actions);
    }
    return text(actions.getFirst().getCompleteOrchestration().getResult());
  }

  private List<OrchestratorAction> actions(List<HistoryEvent> before, List<HistoryEvent> events) {
    var request =
        OrchestratorRequest.newBuilder()
            .setInstanceId("scripted")
            .setExecutionId(StringValue.of(""))
            .addAllPastEvents(before)
            .addAllNewEvents(events)
            .build();
    try {
      return OrchestratorResponse.parseFrom(
              OrchestrationRunner.loadAndRun(request.toByteArray(), workflow))
          .getActionsList();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the inputs of the activities, in their order. */
  List<String> inputs() {
    return List.copyOf(inputs);
  }

  /** Returns how many generations there were. */
  int generations() {
    return generations;
  }

  /** Returns how many events the longest history of a generation that has ended had. */
  int longestHistory() {
    return longest;
  }

  /** Returns how many timers run. */
  int timers() {
    return timers.size();
  }
}
