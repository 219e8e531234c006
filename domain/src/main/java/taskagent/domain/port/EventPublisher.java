package taskagent.domain.port;

import java.time.Instant;

/**
 * Publishes what happened (spec §6). Events may come more than once; a consumer tells by the id.
 */
public interface EventPublisher {

  /** The topic of what happens to tasks and their sagas. */
  String TASK_EVENTS = "task-events";

  /** The topic of what is said in conversations. */
  String CONVERSATION_EVENTS = "conversation-events";

  /**
   * One event.
   *
   * @param id names the event for good
   * @param subject the id of the task or user that it is about
   * @param data what happened, as JSON
   */
  record Event(String id, String topic, String type, String subject, Instant time, String data) {}

  /**
   * Hands an event over.
   *
   * @throws RuntimeException if it was not taken; it is offered again, and after some tries set
   *     aside
   */
  void publish(Event event);
}
