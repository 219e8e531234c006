package taskagent.json;

import java.util.List;
import taskagent.domain.task.TaskId;

/** The JSON of a list of task ids. */
public final class TaskIdsJson {

  private static final int FORMAT = 1;

  private TaskIdsJson() {}

  /** Writes ids. */
  public static String write(List<TaskId> ids) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeArrayFieldStart("tasks");
          for (var id : ids) {
            json.writeString(id.value());
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads ids.
   *
   * @throws UnreadableDocument if they have another format or are damaged
   */
  public static List<TaskId> read(String text) {
    return Json.read(text).format("task ids", FORMAT).texts("tasks").stream()
        .map(TaskId::new)
        .toList();
  }
}
