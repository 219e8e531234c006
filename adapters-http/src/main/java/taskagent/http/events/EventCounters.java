package taskagent.http.events;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Metric.Sample;

/** Counts the events of all streams. */
final class EventCounters {

  private final Map<EventType, LongAdder> counts = new EnumMap<>(EventType.class);

  EventCounters() {
    Stream.of(EventType.values()).forEach(type -> counts.put(type, new LongAdder()));
  }

  void sent(EventType type) {
    adder(type).increment();
  }

  private LongAdder adder(EventType type) {
    return counts.getOrDefault(type, new LongAdder());
  }

  Metric metric() {
    return Metric.counter(
        "taskagent_stream_events_total",
        "Events sent on streams of changes, by type. Each reset makes a client list again.",
        Stream.of(EventType.values())
            .map(type -> new Sample(Map.of("type", type.wireName()), adder(type)::sum))
            .toList());
  }
}
