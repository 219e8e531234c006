-- The ids that bulks work on, in chunks. They are stored before the run of the bulk.
CREATE TABLE bulk_chunk (
  name  TEXT    NOT NULL,
  chunk INTEGER NOT NULL,
  bulk  TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  ids   TEXT    NOT NULL,
  PRIMARY KEY (name, chunk)
);
CREATE INDEX bulk_chunk_at ON bulk_chunk (at);

-- How far each bulk is.
CREATE TABLE bulk_progress (
  name   TEXT    NOT NULL PRIMARY KEY,
  chunks INTEGER NOT NULL,
  bulk   TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  doc    TEXT    NOT NULL
);
CREATE INDEX bulk_progress_at ON bulk_progress (at);
