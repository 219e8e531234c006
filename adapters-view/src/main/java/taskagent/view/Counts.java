package taskagent.view;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.RunState;

/** How a batch of changes changes the counts. They are written once, at its end. */
final class Counts {

  private record Owned(String assignee, TaskStatus status) {}

  private final Map<Owned, Integer> tasks = new HashMap<>();
  private final Map<RunState, Integer> runs = new HashMap<>();

  /** Counts a task: 1 if it is added, -1 if it is removed. */
  void task(TaskRow row, int by) {
    tasks.merge(new Owned(row.assignee(), row.status()), by, Integer::sum);
  }

  /** Counts a run: 1 if it is added, -1 if it is removed. */
  void run(RunRow row, int by) {
    runs.merge(row.status(), by, Integer::sum);
  }

  /** Writes the changes. A count of 0 has no row. */
  void write(Session session) throws SQLException {
    var totals = new HashMap<TaskStatus, Integer>();
    for (var each : tasks.entrySet()) {
      int by = each.getValue();
      if (by != 0) {
        var key = each.getKey();
        add(session, key, by);
        totals.merge(key.status(), by, Integer::sum);
      }
    }
    for (var each : totals.entrySet()) {
      total(session, "task_total", Codes.of(each.getKey()), each.getValue());
    }
    for (var each : runs.entrySet()) {
      total(session, "run_total", Codes.of(each.getKey()), each.getValue());
    }
  }

  private static void add(Session session, Owned key, int by) throws SQLException {
    session.update(
        "INSERT INTO task_count (assignee, status, items) VALUES (?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET items = items + excluded.items",
        key.assignee(),
        Codes.of(key.status()),
        by);
    session.update(
        "DELETE FROM task_count WHERE assignee = ? AND status = ? AND items = 0",
        key.assignee(),
        Codes.of(key.status()));
  }

  private static void total(Session session, String table, int status, int by) throws SQLException {
    session.update(
        ("INSERT INTO %s (status, items) VALUES (?, ?)"
                + " ON CONFLICT DO UPDATE SET items = items + excluded.items")
            .formatted(table),
        status,
        by);
    session.update("DELETE FROM %s WHERE status = ? AND items = 0".formatted(table), status);
  }
}
