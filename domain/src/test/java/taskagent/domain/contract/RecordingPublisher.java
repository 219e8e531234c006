package taskagent.domain.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import taskagent.domain.port.EventPublisher;

/** Records every event, except those that a test makes it refuse. */
public final class RecordingPublisher implements EventPublisher {

  private final List<Event> taken = new ArrayList<>();
  private final Map<String, Integer> refusals = new HashMap<>();

  /** Refuses this number of the next events about a task or user. */
  public synchronized void refuse(String subject, int times) {
    refusals.put(subject, times);
  }

  /** Returns the number of refusals that are left. */
  public synchronized int refusalsLeft(String subject) {
    return refusals.getOrDefault(subject, 0);
  }

  /** Returns the events about a task or user, in the order of their arrival. */
  public synchronized List<Event> published(String subject) {
    return taken.stream().filter(event -> event.subject().equals(subject)).toList();
  }

  @Override
  public synchronized void publish(Event event) {
    int left = refusalsLeft(event.subject());
    if (left > 0) {
      refusals.put(event.subject(), left - 1);
      throw new IllegalStateException("not now");
    }
    taken.add(event);
  }
}
