package taskagent.dapr;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskEvent;

/** What this replica did since it started, for its metrics. */
final class Figures {

  private static final String DEAD_LETTERS = "events_dead_lettered_total";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  Figures() {
    count(DEAD_LETTERS).reset();
    for (var type : TaskEvent.Type.values()) {
      count(name(type)).reset();
    }
    for (var outcome : Outcome.values()) {
      count(name(outcome)).reset();
    }
  }

  void happened(TaskEvent event) {
    count(name(event.type())).increment();
  }

  void ended(Outcome outcome) {
    count(name(outcome)).increment();
  }

  /** An event came that cannot be read. */
  void deadLetter() {
    count(DEAD_LETTERS).increment();
  }

  private LongAdder count(String name) {
    return counts.computeIfAbsent(name, _ -> new LongAdder());
  }

  private static String name(TaskEvent.Type type) {
    return "task_" + type.wireName() + "_total";
  }

  private static String name(Outcome outcome) {
    return "saga_" + outcome.wireName() + "_total";
  }

  /** The figures by name. */
  Map<String, LongSupplier> all() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue()::sum));
  }
}
