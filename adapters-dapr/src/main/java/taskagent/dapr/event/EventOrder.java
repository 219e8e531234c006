package taskagent.dapr.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;

/**
 * Which events were handed to the receiver, so that each is handed to it normally once, and those
 * of a task or user in their order (ADR 48).
 */
public interface EventOrder {

  /** Whether it is an event's turn. */
  sealed interface Place {

    /** It is the next one of its task or user, or has no place in an order. */
    record Next() implements Place {}

    /** It was delivered or given up before. */
    record Settled() implements Place {}

    /**
     * An earlier event of its task or user is not settled.
     *
     * @param movedAt when one of them was last settled or attempted; empty if that is not known
     */
    record Early(Optional<Instant> movedAt) implements Place {}
  }

  /**
   * Returns the place of an event.
   *
   * @throws Unavailable if that cannot be told now
   */
  Place place(Event event);

  /**
   * Records that the event that is next was refused, so that the later ones go on waiting for it.
   *
   * @throws Unavailable if that cannot be recorded now
   */
  void refused(Event event);

  /**
   * Records that an event was delivered or given up.
   *
   * @throws Unavailable if that cannot be recorded now
   */
  void settled(Event event);

  /** Waits until the place of an event may have changed, or the time is over. */
  void await(Event event, Duration atMost) throws InterruptedException;
}
