package taskagent.domain.memory;

import java.time.Instant;
import java.util.ArrayList;
import taskagent.domain.conversation.Exchange;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.task.TaskEvent;

/** Events that are not published yet. Their data is readable text; only adapters write JSON. */
final class InMemoryOutbox {

  private final InMemoryStore store;
  private final EventPublisher publisher;

  InMemoryOutbox(InMemoryStore store, EventPublisher publisher) {
    this.store = store;
    this.publisher = publisher;
  }

  void add(TaskEvent change) {
    store.outbox.add(
        new Event(
            change.task() + "/" + change.version(),
            EventPublisher.TASK_EVENTS,
            "task." + change.type().wireName(),
            change.task().value(),
            change.at(),
            change.toString()));
  }

  void add(UserId user, Exchange exchange) {
    store.outbox.add(
        new Event(
            "conversation/" + user + "/" + exchange.reply().seq(),
            EventPublisher.CONVERSATION_EVENTS,
            "conversation.updated",
            user.value(),
            exchange.reply().timestamp(),
            exchange.toString()));
  }

  void add(WorkflowRun run, WorkflowResult result, Instant at) {
    store.outbox.add(
        new Event(
            run.id() + "/compensated",
            EventPublisher.TASK_EVENTS,
            "saga.compensated",
            run.request().taskId().value(),
            at,
            result.toString()));
  }

  /** Publishes all events; keeps those that the publisher refuses, and the later ones of each. */
  void publish() {
    var left = new ArrayList<Event>();
    for (var event : store.outbox) {
      if (left.stream().anyMatch(earlier -> earlier.subject().equals(event.subject()))) {
        left.add(event);
        continue;
      }
      try {
        publisher.publish(event);
      } catch (IllegalStateException e) {
        left.add(event);
      }
    }
    store.outbox.clear();
    store.outbox.addAll(left);
  }
}
