-- Which tasks (kind 0) and runs (kind 1) were saved or removed, in the order of the commits. There is one writer, so a
-- number that is visible has all earlier ones before it. A database of an older version begins with no entries.
CREATE TABLE change (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  id   TEXT    NOT NULL,
  at   INTEGER NOT NULL
);

-- Tells the log of this database from that of another one.
CREATE TABLE change_log (
  epoch TEXT NOT NULL
);
INSERT INTO change_log (epoch) VALUES (lower(hex(randomblob(16))));
