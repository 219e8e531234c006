-- The number of the run that started this one, if one did.
ALTER TABLE workflow ADD COLUMN parent INTEGER;
-- Ends of child runs that their parents have not received yet. A row is deleted in the transaction that writes it to
-- the journal of the parent.
CREATE TABLE child_end (
  seq      INTEGER PRIMARY KEY,
  workflow INTEGER NOT NULL,
  run      TEXT    NOT NULL,
  outcome  TEXT    NOT NULL
);
CREATE INDEX child_end_workflow ON child_end (workflow);
