package taskagent.view;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;
import taskagent.domain.view.Changes.Stored;
import taskagent.domain.view.Feed.Entry;
import taskagent.domain.view.Feed.RunEntry;
import taskagent.domain.view.Feed.TaskEntry;

/**
 * What some changes name, as the engine has it now. All of it is read before the first row is
 * written, because a read may fail.
 *
 * @param auditSince since when entries of the audit are kept
 * @param last the number of the last change
 */
record Batch(
    List<Item<TaskRow>> tasks,
    List<Item<RunRow>> runs,
    List<AuditRow> audit,
    Instant auditSince,
    long last) {

  /**
   * A task or run.
   *
   * @param seq the number of its last change in the batch
   * @param row empty if it was removed
   */
  record Item<R>(long seq, String id, Optional<R> row) {}

  /** Reads each task and run once, however often it has changed. */
  static Batch read(Changes changes, List<Change> log) {
    return new Batch(
        items(log, Kind.TASK, changes::tasks, TaskRow::of),
        items(log, Kind.RUN, changes::runs, RunRow::of),
        items(log, Kind.AUDIT, changes::audits, AuditRow::of).stream()
            .flatMap(item -> item.row().stream())
            .toList(),
        changes.auditSince(),
        log.getLast().seq());
  }

  private static <T, R> List<Item<R>> items(
      List<Change> log,
      Kind kind,
      Function<Collection<String>, Map<String, Stored<T>>> read,
      Function<Stored<T>, R> row) {
    Map<String, Long> last = new LinkedHashMap<>();
    for (var change : log) {
      if (change.kind() == kind) {
        last.put(change.id(), change.seq());
      }
    }
    var items = new ArrayList<Item<R>>();
    if (!last.isEmpty()) {
      var found = read.apply(last.keySet());
      last.forEach(
          (id, seq) -> items.add(new Item<>(seq, id, Optional.ofNullable(found.get(id)).map(row))));
    }
    return items;
  }

  /**
   * Writes rows, counts and position; the caller commits.
   *
   * @return what it has found, by rising numbers; before and after are equal if nothing is
   *     different
   */
  List<Entry> write(Session session) throws SQLException {
    var counts = new Counts();
    var taskTable = new TaskTable(session, counts);
    var runTable = new RunTable(session, counts);
    var entries = new ArrayList<Entry>();
    // Removals first, because the number of a removed row may be used again.
    for (boolean removed : new boolean[] {true, false}) {
      for (var item : tasks) {
        if (item.row().isEmpty() == removed) {
          write(taskTable, item, entries);
        }
      }
      for (var item : runs) {
        if (item.row().isEmpty() == removed) {
          write(runTable, item, entries);
        }
      }
    }
    for (var row : audit) {
      row.add(session);
    }
    AuditRow.removeOld(session, auditSince);
    counts.write(session);
    session.update("UPDATE position SET seq = ?", last);
    entries.sort(Comparator.comparingLong(Entry::seq));
    return entries;
  }

  private static void write(TaskTable table, Item<TaskRow> item, List<Entry> entries)
      throws SQLException {
    var row = item.row();
    var old = row.isPresent() ? table.put(row.get()) : table.remove(item.id());
    entries.add(
        new TaskEntry(
            item.seq(),
            new TaskId(item.id()),
            old.map(TaskRow::snapshot),
            row.map(TaskRow::snapshot)));
  }

  private static void write(RunTable table, Item<RunRow> item, List<Entry> entries)
      throws SQLException {
    var row = item.row();
    var old = row.isPresent() ? table.put(row.get()) : table.remove(item.id());
    entries.add(
        new RunEntry(
            item.seq(), new RunId(item.id()), old.map(RunRow::summary), row.map(RunRow::summary)));
  }
}
