-- When a task was completed or cancelled, and when a run ended, so that both can be removed a while after that.
ALTER TABLE task ADD COLUMN closed_at INTEGER;
UPDATE task SET closed_at = CAST(strftime('%s', json_extract(doc, '$.updated_at')) AS INTEGER) * 1000
  WHERE json_extract(doc, '$.status') IN ('completed', 'cancelled');
CREATE INDEX task_closed ON task (closed_at) WHERE closed_at IS NOT NULL;

ALTER TABLE workflow ADD COLUMN ended_at INTEGER;
UPDATE workflow SET ended_at = CAST(strftime('%s', json_extract(state, '$.updated_at')) AS INTEGER) * 1000
  WHERE wake_at IS NULL;
CREATE INDEX workflow_ended ON workflow (ended_at) WHERE ended_at IS NOT NULL;

-- When a conversation last changed. Of those that are there already, nobody knows.
ALTER TABLE conversation ADD COLUMN changed_at INTEGER;
UPDATE conversation SET changed_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;
CREATE INDEX conversation_changed ON conversation (changed_at);

CREATE INDEX dead_letter_dead ON dead_letter (dead_at);

-- What was removed. The id of a task or a run cannot be used again until its row is gone. Of a user's conversation,
-- the number of the next message is kept.
CREATE TABLE removed (
  kind     TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  next_seq INTEGER,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX removed_at ON removed (at);
