package taskagent.domain.port;

import java.time.Instant;
import java.util.List;

/**
 * Publishes events (specification §6). An event may be published more than once; consumers drop
 * duplicates by its id.
 */
public interface EventPublisher {

  /** The topic for events of tasks and their sagas. */
  String TASK_EVENTS = "task-events";

  /** The topic for events of conversations. */
  String CONVERSATION_EVENTS = "conversation-events";

  /** All topics. */
  List<String> TOPICS = List.of(TASK_EVENTS, CONVERSATION_EVENTS);

  /**
   * One event.
   *
   * @param id identifies the event; the same for every delivery
   * @param subject the id of the task or user
   * @param data the content, as JSON
   */
  record Event(String id, String topic, String type, String subject, Instant time, String data) {}

  /**
   * Publishes an event.
   *
   * @throws RuntimeException if it failed; the engine retries, and stores the event as a dead
   *     letter after the last attempt
   */
  void publish(Event event);
}
