-- Who changed what. A change with a key is recorded once. A row of the table change with the kind 2 has the key.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT    NOT NULL UNIQUE,
  at  INTEGER NOT NULL,
  doc TEXT    NOT NULL
);
