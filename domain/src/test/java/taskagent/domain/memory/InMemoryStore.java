package taskagent.domain.memory;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.run.RunId;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;

/** The content of a database. Every access holds its monitor. */
final class InMemoryStore {

  final Map<TaskId, Task> tasks = new LinkedHashMap<>();
  final Map<TaskId, List<TaskEvent>> timelines = new LinkedHashMap<>();
  final Map<UserId, Conversation> conversations = new LinkedHashMap<>();
  final Map<RunId, InMemoryRun> runs = new LinkedHashMap<>();
  final Map<TaskId, Instant> removed = new LinkedHashMap<>();
  final Deque<Event> outbox = new ArrayDeque<>();

  List<TaskEvent> timeline(TaskId id) {
    return timelines.computeIfAbsent(id, _ -> new ArrayList<>());
  }
}
