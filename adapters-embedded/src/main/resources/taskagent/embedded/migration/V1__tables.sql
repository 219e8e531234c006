-- Times are milliseconds since 1970. Documents are JSON that says its format.

-- Rows are found by id, but kept and referred to by a number that rises: what is written at one time
-- lies side by side, and a commit touches few pages.

-- A task; due_at is when its reminder is to fire, if there is to be one.
CREATE TABLE task (
  number  INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  due_at  INTEGER,
  doc     TEXT    NOT NULL
);
CREATE INDEX task_due ON task (due_at) WHERE due_at IS NOT NULL;

-- What happened to each task: the events of one turn, and the task's version after it.
CREATE TABLE timeline (
  task    INTEGER NOT NULL,
  version INTEGER NOT NULL,
  events  TEXT    NOT NULL,
  PRIMARY KEY (task, version)
) WITHOUT ROWID;

CREATE TABLE conversation (
  user_id  TEXT    NOT NULL PRIMARY KEY,
  next_seq INTEGER NOT NULL,
  doc      TEXT    NOT NULL
);

-- A run of the saga. wake_at is when to drive it on, -1 while a process is at it, and NULL when it
-- has ended or a defect keeps it from going on. What a process leaves behind at -1 when it dies is
-- set due at the next start.
CREATE TABLE workflow (
  number           INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  run              INTEGER NOT NULL,
  retried_as       TEXT,
  wake_at          INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  request          TEXT    NOT NULL,
  state            TEXT    NOT NULL,
  defect           TEXT
);
CREATE INDEX workflow_wake ON workflow (wake_at) WHERE wake_at IS NOT NULL;

-- What each run was told, in order; driving it again over its journal brings it where it was.
CREATE TABLE journal (
  workflow INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  key      TEXT    NOT NULL,
  entry    TEXT    NOT NULL,
  PRIMARY KEY (workflow, seq)
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

-- Written to find out whether the database can be written, and has room.
CREATE TABLE probe (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  at   INTEGER NOT NULL,
  room BLOB    NOT NULL
);
