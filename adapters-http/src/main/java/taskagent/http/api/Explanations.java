package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import taskagent.domain.explain.Explanation;
import taskagent.domain.explain.Explanation.WaitsFor;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskId;
import taskagent.http.answer.JsonBytes;

/** Explains tasks as the engine has them (specification §14). */
final class Explanations {

  private final Tasks tasks;
  private final RunChain runs;

  Explanations(Tasks tasks, RunChain runs) {
    this.tasks = tasks;
    this.runs = runs;
  }

  /**
   * Explains a task by its newest run; empty if it does not exist.
   *
   * @throws Removed if the task was removed
   */
  Optional<Explanation> of(TaskId id) {
    // The run first: the task may only be newer than the run, and so is what it says.
    var run = runs.newest(id);
    return Explanation.of(tasks.find(id), run);
  }

  static void write(JsonGenerator json, TaskId task, Explanation explanation) throws IOException {
    json.writeStringField("task_id", task.value());
    JsonBytes.text(json, "sentence", explanation.sentence());
    json.writeStringField("kind", explanation.kind().wireName());
    JsonBytes.instant(json, "since", explanation.since());
    JsonBytes.instant(json, "until", explanation.until());
    JsonBytes.text(json, "step", explanation.step());
    number(json, "attempt", explanation.attempt());
    number(json, "of", explanation.of());
    JsonBytes.text(json, "last_error", explanation.lastError());
    JsonBytes.text(json, "waits_for", explanation.waitsFor().map(WaitsFor::wireName));
    json.writeArrayFieldStart("actions");
    for (var action : explanation.actions()) {
      json.writeString(action.wireName());
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String field, OptionalInt value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(field, value.getAsInt());
    } else {
      json.writeNullField(field);
    }
  }
}
