package taskagent.domain.engine;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskEvent;

/** What happened in this process since it started, for the metrics. */
public final class Counters {

  private final Map<TaskEvent.Type, LongAdder> taskEvents = new EnumMap<>(TaskEvent.Type.class);
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

  /** Nothing has happened yet. */
  public Counters() {
    for (var type : TaskEvent.Type.values()) {
      taskEvents.put(type, new LongAdder());
    }
    for (var outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  /** Something happened to a task. */
  public void taskEvent(TaskEvent.Type type) {
    taskEvents.computeIfPresent(type, (_, adder) -> increment(adder));
  }

  /** A saga ended. */
  public void outcome(Outcome outcome) {
    outcomes.computeIfPresent(outcome, (_, adder) -> increment(adder));
  }

  private static LongAdder increment(LongAdder adder) {
    adder.increment();
    return adder;
  }

  /** The figures by name; all of them only rise. */
  public Map<String, LongSupplier> figures() {
    var figures = new LinkedHashMap<String, LongSupplier>();
    taskEvents.forEach(
        (type, adder) -> figures.put("task_" + type.wireName() + "_total", adder::sum));
    outcomes.forEach(
        (outcome, adder) -> figures.put("saga_" + outcome.wireName() + "_total", adder::sum));
    return figures;
  }
}
