package taskagent.app.client;

import java.util.List;

/**
 * What is shown of one kind of thing.
 *
 * @param id the field that identifies it
 * @param all the columns of a wide table, of which the usual table has some
 */
record Columns(String id, List<Column> all) {

  static final Columns TASKS =
      new Columns(
          "task_id",
          List.of(
              Column.text("ID", "task_id"),
              Column.status("STATUS", "status"),
              Column.text("ASSIGNEE", "assignee"),
              Column.time("DEADLINE", "deadline"),
              Column.text("TITLE", "title"),
              Column.text("DESCRIPTION", "description").onlyWide(),
              Column.time("CREATED", "created_at").onlyWide(),
              Column.time("UPDATED", "updated_at").onlyWide(),
              Column.text("VERSION", "version").onlyWide()));

  static final Columns EXPLAINED_TASKS =
      new Columns(
          "task_id",
          List.of(
              Column.text("ID", "task_id"),
              Column.status("STATUS", "status"),
              Column.text("ASSIGNEE", "assignee"),
              Column.time("DEADLINE", "deadline"),
              Column.text("EXPLANATION", "explain/sentence"),
              Column.text("TITLE", "title").onlyWide(),
              Column.time("UPDATED", "updated_at").onlyWide(),
              Column.text("VERSION", "version").onlyWide()));

  static final Columns WORKFLOWS =
      new Columns(
          "workflow_id",
          List.of(
              Column.text("ID", "workflow_id"),
              Column.status("STATUS", "status"),
              Column.status("OUTCOME", "result/status"),
              Column.text("MESSAGE", "result/message"),
              Column.text("KIND", "kind").onlyWide(),
              Column.text("AWAITS SIGNAL", "awaits/signal").onlyWide(),
              Column.time("UNTIL", "awaits/until").onlyWide()));

  static final Columns LISTED_WORKFLOWS =
      new Columns(
          "workflow_id",
          List.of(
              Column.text("ID", "workflow_id"),
              Column.status("STATUS", "status"),
              Column.status("OUTCOME", "result/status"),
              Column.text("STEP", "step"),
              Column.text("ATTEMPTS", "attempts"),
              Column.text("WAITING FOR", "waiting_for"),
              Column.time("UPDATED", "updated_at"),
              Column.text("TASK", "task_id").onlyWide(),
              Column.time("CREATED", "created_at").onlyWide(),
              Column.text("MESSAGE", "result/message").onlyWide()));

  static final Columns STEPS =
      new Columns(
          "name",
          List.of(
              Column.text("STEP", "name"),
              Column.status("STATUS", "status"),
              Column.text("ATTEMPTS", "attempts"),
              Column.text("LAST ERROR", "last_error"),
              Column.time("NEXT ATTEMPT", "next_try_at")));

  static final Columns STARTED =
      new Columns(
          "task_id",
          List.of(
              Column.text("TASK", "task_id"),
              Column.text("WORKFLOW", "workflow_id"),
              Column.status("STATUS", "status")));

  static final Columns STARTED_WORKFLOW =
      new Columns(
          "workflow_id",
          List.of(Column.text("WORKFLOW", "workflow_id"), Column.status("STATUS", "status")));

  static final Columns SIGNALLED_WORKFLOW =
      new Columns(
          "signal_id",
          List.of(
              Column.text("WORKFLOW", "workflow_id"),
              Column.status("STATUS", "status"),
              Column.text("SIGNAL", "signal_id")));

  /** A bulk that was begun or is stopped. */
  static final Columns BULK =
      new Columns(
          "bulk_id", List.of(Column.text("BULK", "bulk_id"), Column.status("STATE", "state")));

  static final Columns BULKS =
      new Columns(
          "bulk_id",
          List.of(
              Column.text("BULK", "bulk_id"),
              Column.text("ACTION", "action"),
              Column.status("STATE", "state"),
              Column.text("COUNT", "count"),
              Column.text("DONE", "done"),
              Column.text("REFUSED", "refused"),
              Column.text("LEFT", "left"),
              Column.time("STARTED", "started_at"),
              Column.time("ENDED", "ended_at")));

  /** What a bulk would do. */
  static final Columns BULK_PREVIEW =
      new Columns(
          "count",
          List.of(
              Column.text("ACTION", "action"),
              Column.text("COUNT", "count"),
              Column.text("WOULD REFUSE", "refused")));

  /** The tasks that refused what a bulk wanted. */
  static final Columns REFUSALS =
      new Columns(
          "task_id", List.of(Column.text("TASK", "task_id"), Column.text("REASON", "reason")));

  static final Columns CHANGES =
      new Columns(
          "to",
          List.of(
              Column.text("AT", "at"),
              Column.text("CHANGE", "type"),
              Column.status("FROM", "from"),
              Column.status("TO", "to"),
              Column.text("DETAIL", "detail")));

  static final Columns EXPLANATION =
      new Columns(
          "task_id",
          List.of(
              Column.text("EXPLANATION", "sentence"),
              Column.time("SINCE", "since"),
              Column.time("UNTIL", "until"),
              Column.text("WAITS FOR", "waits_for"),
              Column.text("ACTIONS", "actions"),
              Column.text("STEP", "step").onlyWide(),
              Column.text("ATTEMPT", "attempt").onlyWide(),
              Column.text("OF", "of").onlyWide(),
              Column.text("LAST ERROR", "last_error").onlyWide(),
              Column.text("KIND", "kind").onlyWide()));

  static final Columns MESSAGES =
      new Columns(
          "seq",
          List.of(
              Column.time("WHEN", "timestamp"),
              Column.text("ROLE", "role"),
              Column.text("CONTENT", "content"),
              Column.text("SEQ", "seq").onlyWide()));

  static final Columns DEAD_LETTERS =
      new Columns(
          "dead_letter_id",
          List.of(
              Column.text("ID", "dead_letter_id"),
              Column.text("TYPE", "type"),
              Column.text("SUBJECT", "subject"),
              Column.time("DEAD", "dead_at"),
              Column.text("ATTEMPTS", "attempts"),
              Column.text("REASON", "reason"),
              Column.text("TOPIC", "topic").onlyWide(),
              Column.text("EVENT", "event_id").onlyWide(),
              Column.time("TIME", "time").onlyWide(),
              Column.text("DATA", "data").onlyWide()));

  static final Columns REPLAYED =
      new Columns("replayed", List.of(Column.text("REPLAYED", "replayed")));

  static final Columns AUDIT =
      new Columns(
          "id",
          List.of(
              Column.text("AT", "at"),
              Column.text("ACTOR", "actor"),
              Column.text("ACTION", "action"),
              Column.text("KIND", "kind"),
              Column.text("ID", "id"),
              Column.text("DETAIL", "detail")));

  static final Columns FINDINGS =
      new Columns(
          "check",
          List.of(
              Column.status("LEVEL", "level"),
              Column.text("CHECK", "check"),
              Column.text("FINDING", "finding"),
              Column.text("WHAT TO DO", "advice")));

  /** Returns the columns of the usual table, or of a wide one. */
  List<Column> shown(boolean wide) {
    return all.stream().filter(column -> wide || !column.wide()).toList();
  }
}
