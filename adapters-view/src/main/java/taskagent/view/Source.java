package taskagent.view;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import taskagent.domain.view.Sort;

/**
 * A table of the view that is listed.
 *
 * @param name of the table
 * @param columns to select, in the order in which the rows are read
 * @param id returns the id of a row
 * @param number returns the number of a row
 * @param time returns the time of a row by which the list is sorted
 */
record Source<R>(
    String name,
    String columns,
    Session.Row<R> row,
    Function<R, String> id,
    ToLongFunction<R> number,
    Function<Sort.By, ToLongFunction<R>> time) {

  static final Source<TaskRow> TASKS =
      new Source<>(
          "task", TaskRow.COLUMNS, TaskRow::of, TaskRow::id, TaskRow::number, Source::ofTask);

  static final Source<RunRow> RUNS =
      new Source<>("run", RunRow.COLUMNS, RunRow::of, RunRow::id, RunRow::number, Source::ofRun);

  static final Source<AuditRow> AUDIT =
      new Source<>(
          "audit", AuditRow.COLUMNS, AuditRow::of, AuditRow::id, AuditRow::number, Source::ofAudit);

  private static ToLongFunction<TaskRow> ofTask(Sort.By by) {
    return switch (by) {
      case DUE -> TaskRow::due;
      case UPDATED -> TaskRow::updated;
      case CREATED -> TaskRow::created;
    };
  }

  private static ToLongFunction<RunRow> ofRun(Sort.By by) {
    return switch (by) {
      case DUE -> throw new IllegalArgumentException("a run has no deadline");
      case UPDATED -> RunRow::updated;
      case CREATED -> RunRow::created;
    };
  }

  private static ToLongFunction<AuditRow> ofAudit(Sort.By by) {
    return switch (by) {
      case CREATED -> AuditRow::created;
      case DUE, UPDATED -> throw new IllegalArgumentException("the audit has no time " + by);
    };
  }
}
