package taskagent.dapr;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import taskagent.domain.port.EventPublisher.Event;

/**
 * Which of the events in an aggregate's document need not be published again. Only a hint, held by
 * an actor while it is active: forgotten, it costs consumers an event that they have seen.
 */
final class Pending {

  private final Set<String> published = new HashSet<>();

  /** Those that are not known to be published. */
  List<Event> of(List<Event> outbox) {
    return outbox.stream().filter(event -> !published.contains(event.id())).toList();
  }

  /** The document was saved with none but those that are not known to be published. */
  void saved() {
    published.clear();
  }

  /**
   * Publishes what is not known to be published.
   *
   * @param publishing publishes events in their order, and says how many were taken
   * @return whether nothing is left
   */
  boolean publish(List<Event> outbox, ToIntFunction<List<Event>> publishing) {
    var events = of(outbox);
    int taken = publishing.applyAsInt(events);
    events.stream().limit(taken).map(Event::id).forEach(published::add);
    return taken == events.size();
  }
}
