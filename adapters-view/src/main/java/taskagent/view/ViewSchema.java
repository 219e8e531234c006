package taskagent.view;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables of the view. There are no migrations: a file with another version is made anew.
 *
 * <p>No column is NULL, because a comparison would then need a second branch. A task without an
 * assignee or a requester has the empty one, and a task without a deadline has one in the far
 * future.
 */
final class ViewSchema {

  /** Rises with each change of the tables, or of what is written to them. */
  static final int VERSION = 3;

  private static final List<String> TABLES =
      List.of(
          // The number is that of the engine. Long texts come last, so that the others are read
          // without them.
          """
          CREATE TABLE task (
            number      INTEGER PRIMARY KEY,
            id          TEXT    NOT NULL,
            version     INTEGER NOT NULL,
            status      INTEGER NOT NULL,
            assignee    TEXT    NOT NULL,
            due         INTEGER NOT NULL,
            created     INTEGER NOT NULL,
            updated     INTEGER NOT NULL,
            requester   TEXT    NOT NULL,
            folded      TEXT    NOT NULL,
            title       TEXT    NOT NULL,
            description TEXT    NOT NULL
          )
          """,
          """
          CREATE TABLE run (
            number   INTEGER PRIMARY KEY,
            id       TEXT    NOT NULL,
            task     TEXT    NOT NULL,
            status   INTEGER NOT NULL,
            step     TEXT    NOT NULL,
            attempts INTEGER NOT NULL,
            waiting  TEXT    NOT NULL,
            created  INTEGER NOT NULL,
            updated  INTEGER NOT NULL,
            message  TEXT    NOT NULL,
            notified INTEGER NOT NULL,
            requester TEXT   NOT NULL
          )
          """,
          // An entry can be read twice, under two numbers; the id keeps the first.
          """
          CREATE TABLE audit (
            number  INTEGER PRIMARY KEY,
            id      TEXT    NOT NULL UNIQUE,
            status  INTEGER NOT NULL,
            created INTEGER NOT NULL,
            actor   TEXT    NOT NULL,
            action  TEXT    NOT NULL,
            subject TEXT    NOT NULL,
            detail  TEXT    NOT NULL
          )
          """,
          // How many there are, because counting a million rows takes too long.
          """
          CREATE TABLE task_count (
            assignee TEXT    NOT NULL,
            status   INTEGER NOT NULL,
            items    INTEGER NOT NULL,
            PRIMARY KEY (assignee, status)
          ) WITHOUT ROWID
          """,
          "CREATE TABLE task_total (status INTEGER PRIMARY KEY, items INTEGER NOT NULL)",
          "CREATE TABLE run_total (status INTEGER PRIMARY KEY, items INTEGER NOT NULL)",
          // The row id is the task's number. Without positions it is a third of the size.
          """
          CREATE VIRTUAL TABLE task_text USING fts5 (
            folded, content='', contentless_delete=1, detail=none,
            tokenize='trigram case_sensitive 1')
          """,
          "CREATE TABLE position (epoch TEXT NOT NULL, seq INTEGER NOT NULL)");

  /** Each covers what the walks and counts of the lists test. */
  private static final List<String> INDEXES =
      List.of(
          "CREATE UNIQUE INDEX task_by_id ON task (id)",
          "CREATE INDEX task_by_due ON task (status, due, number, assignee, updated, created)",
          "CREATE INDEX task_by_updated ON task (status, updated, number, assignee, due, created)",
          "CREATE INDEX task_by_created ON task (status, created, number, assignee)",
          "CREATE INDEX task_by_assignee ON task (assignee, status, due, number, updated, created)",
          "CREATE INDEX task_by_requester ON task (requester, status, due, number)"
              + " WHERE requester <> ''",
          "CREATE UNIQUE INDEX run_by_id ON run (id)",
          "CREATE INDEX run_by_task ON run (task)",
          "CREATE INDEX run_by_updated ON run (status, updated, number, step, attempts, waiting)",
          "CREATE INDEX run_by_created ON run (status, created, number)",
          "CREATE INDEX run_by_waiting ON run (waiting, updated, number, status, step, attempts)"
              + " WHERE waiting <> ''",
          "CREATE INDEX run_by_requester ON run (requester) WHERE requester <> ''",
          "CREATE INDEX audit_by_created ON audit (status, created, number, actor, action)",
          "CREATE INDEX audit_by_actor ON audit (actor, created, status, action)",
          "CREATE INDEX audit_by_subject ON audit (subject, created, status)",
          "CREATE INDEX audit_by_age ON audit (created)");

  private static final List<String> COUNTS =
      List.of(
          "INSERT INTO task_text (rowid, folded) SELECT number, folded FROM task ORDER BY number",
          "INSERT INTO task_count SELECT assignee, status, count(*) FROM task GROUP BY 1, 2",
          "INSERT INTO task_total SELECT status, sum(items) FROM task_count GROUP BY 1",
          "INSERT INTO run_total SELECT status, count(*) FROM run GROUP BY 1");

  private ViewSchema() {}

  static void createTables(Session session) throws SQLException {
    execute(session, TABLES);
  }

  /** Creates what is derived from the rows of tasks and runs, once those are there. */
  static void derive(Session session) throws SQLException {
    execute(session, INDEXES);
    execute(session, COUNTS);
  }

  /** Marks the content as complete. */
  static void markComplete(Session session) throws SQLException {
    session.execute("PRAGMA user_version = " + VERSION);
  }

  /** Returns true if the content is complete and has this version. */
  static boolean complete(Session session) throws SQLException {
    return session.number("PRAGMA user_version", List.of()) == VERSION;
  }

  private static void execute(Session session, List<String> statements) throws SQLException {
    for (var sql : statements) {
      session.execute(sql);
    }
  }
}
