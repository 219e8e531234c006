package taskagent.dapr;

import io.grpc.ManagedChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import taskagent.dapr.event.EventConsumer;
import taskagent.dapr.event.EventStream;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.event.RecentOrder;
import taskagent.dapr.event.StoredDeadLetters;
import taskagent.dapr.event.StoredOrder;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.Documents;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher;

/** The subscriptions of the engine: to its events, and to its dead letters. */
final class DaprEvents implements AutoCloseable {

  private static final List<String> LOGGED_TOPICS = List.of(EventPublisher.CONVERSATION_EVENTS);

  private final StoredDeadLetters deadLetters;
  private final List<EventStream> streams;

  /** Subscribes. */
  DaprEvents(
      DaprSettings settings,
      Documents documents,
      PubsubOutbox outbox,
      EventPublisher publisher,
      InstantSource clock,
      EngineMetrics metrics,
      ManagedChannel channel) {
    boolean all = settings.consumesEvents();
    var consumer =
        new EventConsumer(
            all ? EventPublisher.TOPICS : LOGGED_TOPICS,
            all ? new StoredOrder(documents, settings.retention(), clock) : new RecentOrder(),
            outbox,
            publisher,
            settings.eventPolicy(),
            clock,
            settings.pubsub(),
            metrics);
    var kept = settings.retention().deadLetters();
    deadLetters = new StoredDeadLetters(documents, outbox, kept, clock, metrics).counting();
    streams =
        Stream.of(consumer.subscribe(channel), deadLetters.subscribe(channel, settings.pubsub()))
            .flatMap(List::stream)
            .toList();
  }

  /** The events that no attempt could publish. */
  DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public void close() {
    streams.forEach(EventStream::close);
    deadLetters.close();
  }
}
