-- Signals that runs have not received yet. A row is deleted in the transaction that writes it to the journal.
CREATE TABLE signal (
  seq      INTEGER PRIMARY KEY,
  workflow INTEGER NOT NULL,
  id       TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  payload  TEXT    NOT NULL
);
CREATE INDEX signal_workflow ON signal (workflow);
