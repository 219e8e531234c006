package taskagent.domain.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import taskagent.domain.port.EventPublisher;

/** Takes every event and keeps it, unless it is told to refuse some. */
public final class RecordingPublisher implements EventPublisher {

  private final List<Event> taken = new ArrayList<>();
  private final Map<String, Integer> refusals = new HashMap<>();

  /** Refuses the next events about a task or user, so many times. */
  public synchronized void refuse(String subject, int times) {
    refusals.put(subject, times);
  }

  /** How many refusals are still to come. */
  public synchronized int refusalsLeft(String subject) {
    return refusals.getOrDefault(subject, 0);
  }

  /** What was taken about a task or user, in the order in which it came. */
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
