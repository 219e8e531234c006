package taskagent.dapr.metric;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import taskagent.domain.port.Metric;

/** Counts what this replica has done since it started, and what it saw at its last look. */
public final class EngineMetrics {

  private final Map<String, LongAdder> activations = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> deactivations = new ConcurrentHashMap<>();
  private final LongAdder deadLetters = new LongAdder();
  private final AtomicLong deadEvents = new AtomicLong();
  private final LongAdder begunAgain = new LongAdder();
  private final LongAdder leftAlone = new LongAdder();
  private final LongAdder unreported = new LongAdder();
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong still = new AtomicLong();

  /** Counts an actor of a type that was activated on this replica. */
  public void actorActivated(String type) {
    activations.computeIfAbsent(type, _ -> new LongAdder()).increment();
  }

  /** Counts an actor of a type that was deactivated on this replica. */
  public void actorDeactivated(String type) {
    deactivations.computeIfAbsent(type, _ -> new LongAdder()).increment();
  }

  /** Counts an event that went to a dead-letter topic. */
  public void deadLetter() {
    deadLetters.increment();
  }

  /** Sets how many dead letters of all replicas there are. */
  public void deadEvents(long count) {
    deadEvents.set(count);
  }

  /** Changes that number until the next look. */
  public void deadEventsChanged(int by) {
    deadEvents.addAndGet(by);
  }

  /** Counts a saga that stood still and was begun again. */
  public void sagaBegunAgain() {
    begunAgain.increment();
  }

  /** Counts a look at a saga of a kind that this version does not know. */
  public void sagaLeftAlone() {
    leftAlone.increment();
  }

  /** Counts a deadline that no reminder reported. */
  public void deadlineUnreported() {
    unreported.increment();
  }

  /** Sets how many sagas of all replicas are open, and how many of those stand still. */
  public void openSagas(long all, long standing) {
    open.set(all);
    still.set(standing);
  }

  /** Returns the metrics of the engine. */
  public List<Metric> all() {
    return List.of(
        Metric.gauge(
            "taskagent_actors_active",
            "Actors that are in the memory of this replica.",
            perType(type -> count(activations, type) - count(deactivations, type))),
        Metric.counter(
            "taskagent_actor_activations_total",
            "Actors that were activated on this replica.",
            perType(type -> count(activations, type))),
        Metric.counter(
            "taskagent_actor_deactivations_total",
            "Actors that were deactivated on this replica.",
            perType(type -> count(deactivations, type))),
        Metric.gauge(
            "taskagent_events_dead",
            "Dead letters: events that no attempt could publish, of all replicas.",
            deadEvents::get),
        Metric.counter(
            "taskagent_events_dead_lettered_total",
            "Events that went to a dead-letter topic.",
            deadLetters::sum),
        Metric.gauge(
            "taskagent_sagas_open",
            "Sagas of all replicas that are not known to have ended, at the last look.",
            open::get),
        Metric.gauge(
            "taskagent_sagas_still",
            "Sagas of all replicas that stand still, at the last look.",
            still::get),
        Metric.counter(
            "taskagent_sagas_begun_again_total",
            "Sagas that stood still and were begun again.",
            begunAgain::sum),
        Metric.counter(
            "taskagent_sagas_left_alone_total",
            "Looks at sagas of kinds that this version does not know. They are left alone.",
            leftAlone::sum),
        Metric.counter(
            "taskagent_deadlines_unreported_total",
            "Deadlines that no reminder reported, found by the keeper.",
            unreported::sum));
  }

  private static List<Metric.Sample> perType(ToLongFunction<String> count) {
    return Stream.of("TaskActor", "ChatActor")
        .map(type -> new Metric.Sample(Map.of("type", type), () -> count.applyAsLong(type)))
        .toList();
  }

  private static long count(Map<String, LongAdder> counts, String type) {
    var count = counts.get(type);
    return count == null ? 0 : count.sum();
  }
}
