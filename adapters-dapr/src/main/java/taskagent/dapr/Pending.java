package taskagent.dapr;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** These are all that the document has; the first so many of them are published now. */
  void saved(List<Event> outbox, int taken) {
    published.clear();
    outbox.stream().limit(taken).map(Event::id).forEach(published::add);
  }

  /** These are published now as well. */
  void published(List<Event> events) {
    events.stream().map(Event::id).forEach(published::add);
  }
}
