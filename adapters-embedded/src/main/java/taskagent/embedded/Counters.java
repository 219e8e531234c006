package taskagent.embedded;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskEvent;

/** What happened since the start, for the metrics. Counted when decided, not when durable. */
final class Counters {

  private final Map<TaskEvent.Type, LongAdder> taskEvents = new EnumMap<>(TaskEvent.Type.class);
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

  Counters() {
    for (var type : TaskEvent.Type.values()) {
      taskEvents.put(type, new LongAdder());
    }
    for (var outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void taskEvent(TaskEvent.Type type) {
    adder(taskEvents, type).increment();
  }

  void outcome(Outcome outcome) {
    adder(outcomes, outcome).increment();
  }

  long count(TaskEvent.Type type) {
    return adder(taskEvents, type).sum();
  }

  long count(Outcome outcome) {
    return adder(outcomes, outcome).sum();
  }

  private static <K> LongAdder adder(Map<K, LongAdder> map, K key) {
    return map.computeIfAbsent(key, _ -> new LongAdder());
  }
}
