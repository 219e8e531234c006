package taskagent.dapr.event;

import taskagent.domain.port.Unavailable;

/** Remembers the ids of delivered events for a while, so that an event is delivered only once. */
public interface SeenIds {

  /**
   * Returns true if the event was delivered.
   *
   * @throws Unavailable if that cannot be told now
   */
  boolean contains(String id);

  /** Remembers an event that was delivered. */
  void add(String id);
}
