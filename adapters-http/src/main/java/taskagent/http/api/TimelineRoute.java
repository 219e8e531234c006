package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.task.Timeline;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** The timeline of a task, whole or in pages. */
final class TimelineRoute {

  private static final int AT_MOST = Timeline.FIRST + Timeline.LAST;

  private final Tasks tasks;
  private final UnknownTask unknown;
  private final LargeReads reads = new LargeReads(8, Duration.ofSeconds(5));

  TimelineRoute(Tasks tasks, UnknownTask unknown) {
    this.tasks = tasks;
    this.unknown = unknown;
  }

  List<Route> routes() {
    return List.of(Route.get("/tasks/{task_id}/timeline", Operation.READ_TASKS, this::timeline));
  }

  private Answer timeline(ApiRequest call) {
    var id = call.taskId();
    long after = NumberParameter.read(call, "after", 0, 0, Long.MAX_VALUE);
    int limit = (int) NumberParameter.read(call, "limit", AT_MOST, 1, AT_MOST);
    return reads.read(() -> answer(call, id, after, limit));
  }

  private Answer answer(ApiRequest call, TaskId id, long after, int limit) {
    return tasks
        .timeline(id)
        .map(events -> Answer.json(Status.OK_200, json -> write(json, id, events, after, limit)))
        .orElseGet(() -> unknown.answer(call, id));
  }

  private static void write(
      JsonGenerator json, TaskId id, List<TaskEvent> events, long after, int limit)
      throws IOException {
    var page = events.stream().filter(event -> event.version() > after).limit(limit).toList();
    json.writeStringField("task_id", id.value());
    json.writeNumberField("left_out", Timeline.leftOut(events));
    json.writeArrayFieldStart("entries");
    for (var event : page) {
      json.writeStartObject();
      JsonBytes.instant(json, "at", event.at());
      json.writeStringField("type", event.type().wireName());
      JsonBytes.text(json, "from", event.from().map(TaskStatus::wireName));
      json.writeStringField("to", event.to().wireName());
      JsonBytes.text(json, "detail", event.detail());
      if (event.actor().isPresent()) { // only if callers must say who they are
        JsonBytes.text(json, "actor", event.actor());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    if (page.isEmpty() || page.getLast().version() == events.getLast().version()) {
      json.writeNullField("next");
    } else {
      json.writeNumberField("next", page.getLast().version());
    }
  }
}
