-- Times are milliseconds since 1970. Documents are JSON that says its format.

-- A task; due_at is when its reminder is to fire, if there is to be one.
CREATE TABLE task (
  id      TEXT    NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  due_at  INTEGER,
  doc     TEXT    NOT NULL
);
CREATE INDEX task_due ON task (due_at) WHERE due_at IS NOT NULL;

-- What happened to each task.
CREATE TABLE timeline (
  task_id TEXT    NOT NULL,
  version INTEGER NOT NULL,
  entry   TEXT    NOT NULL,
  PRIMARY KEY (task_id, version)
) WITHOUT ROWID;

CREATE TABLE conversation (
  user_id  TEXT    NOT NULL PRIMARY KEY,
  next_seq INTEGER NOT NULL,
  doc      TEXT    NOT NULL
);

-- A run of the saga. wake_at is when to drive it on: NULL while this process is at it, and when it
-- has ended. What a process leaves behind NULL when it dies is set due at the next start.
CREATE TABLE workflow (
  id               TEXT    NOT NULL PRIMARY KEY,
  task_id          TEXT    NOT NULL,
  run              INTEGER NOT NULL,
  status           TEXT    NOT NULL CHECK (status IN ('running', 'ended', 'defect')),
  wake_at          INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  request          TEXT    NOT NULL,
  state            TEXT    NOT NULL,
  defect           TEXT,
  UNIQUE (task_id, run)
);
CREATE INDEX workflow_wake ON workflow (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX workflow_running ON workflow (id) WHERE status = 'running';

-- What each run was told, in order; driving it again over its journal brings it where it was.
CREATE TABLE journal (
  workflow_id TEXT    NOT NULL,
  seq         INTEGER NOT NULL,
  key         TEXT    NOT NULL,
  entry       TEXT    NOT NULL,
  PRIMARY KEY (workflow_id, seq)
) WITHOUT ROWID;

-- Events to be published; a row goes when its event was taken.
CREATE TABLE outbox (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT    NOT NULL,
  topic   TEXT    NOT NULL,
  type    TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  time    INTEGER NOT NULL,
  data    TEXT    NOT NULL,
  tries   INTEGER NOT NULL DEFAULT 0,
  try_at  INTEGER NOT NULL DEFAULT 0
);

-- Events that nobody took, for an operator to look at.
CREATE TABLE dead_letter (
  seq     INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL,
  topic   TEXT    NOT NULL,
  type    TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  time    INTEGER NOT NULL,
  data    TEXT    NOT NULL,
  dead_at INTEGER NOT NULL,
  reason  TEXT    NOT NULL
);

-- Written to find out whether the database can be written.
CREATE TABLE probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
);
