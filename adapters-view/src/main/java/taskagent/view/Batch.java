package taskagent.view;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;

/**
 * What some changes name, as the engine has it now. All of it is read before the first row is
 * written, because a read may fail.
 *
 * @param last the number of the last change
 */
record Batch(
    List<String> removedTasks,
    List<TaskRow> tasks,
    List<String> removedRuns,
    List<RunRow> runs,
    long last) {

  /** Reads each task and run once, however often it has changed. */
  static Batch read(Changes changes, List<Change> log) {
    var removedTasks = new ArrayList<String>();
    var tasks = new ArrayList<TaskRow>();
    for (var id : ids(log, Kind.TASK)) {
      changes
          .task(id)
          .ifPresentOrElse(found -> tasks.add(TaskRow.of(found)), () -> removedTasks.add(id));
    }
    var removedRuns = new ArrayList<String>();
    var runs = new ArrayList<RunRow>();
    for (var id : ids(log, Kind.RUN)) {
      changes
          .run(id)
          .ifPresentOrElse(found -> runs.add(RunRow.of(found)), () -> removedRuns.add(id));
    }
    return new Batch(removedTasks, tasks, removedRuns, runs, log.getLast().seq());
  }

  private static List<String> ids(List<Change> log, Kind kind) {
    var ids = new LinkedHashSet<String>();
    log.stream().filter(change -> change.kind() == kind).forEach(change -> ids.add(change.id()));
    return List.copyOf(ids);
  }

  /** Writes rows, counts and position; the caller commits. */
  void write(Session session) throws SQLException {
    var counts = new Counts();
    var taskTable = new TaskTable(session, counts);
    var runTable = new RunTable(session, counts);
    // Removals first, because the number of a removed row may be used again.
    for (var id : removedTasks) {
      taskTable.remove(id);
    }
    for (var id : removedRuns) {
      runTable.remove(id);
    }
    for (var row : tasks) {
      taskTable.put(row);
    }
    for (var row : runs) {
      runTable.put(row);
    }
    counts.write(session);
    session.update("UPDATE position SET seq = ?", last);
  }
}
