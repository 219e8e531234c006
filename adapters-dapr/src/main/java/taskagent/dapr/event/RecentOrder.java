package taskagent.dapr.event;

import java.time.Duration;
import taskagent.domain.port.EventPublisher.Event;

/**
 * Remembers the ids of the latest events in memory, and keeps no order. It costs nothing, but an
 * event that is redelivered to another replica is not recognised. That is enough for a log.
 */
public final class RecentOrder implements EventOrder {

  private final RecentValues<String> ids = new RecentValues<>();

  @Override
  public Place place(Event event) {
    return ids.contains(event.id()) ? new Place.Settled() : new Place.Next();
  }

  @Override
  public void refused(Event event) {}

  @Override
  public void settled(Event event) {
    boolean _ = ids.add(event.id());
  }

  @Override
  public void await(Event event, Duration atMost) {}
}
