-- How long each wait is, in milliseconds, so that a clock that is set back cannot make it longer. What waits already
-- waits for at most ten minutes.
ALTER TABLE workflow ADD COLUMN wait INTEGER NOT NULL DEFAULT 600000;

-- An event is sent in the order of its subject, so try_at says where it stands: 0 to be sent, a time to be sent again
-- then, -1 to be sent after an earlier event of its subject. waited is the sum of its waits.
ALTER TABLE outbox ADD COLUMN wait   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN waited INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET try_at = 0;
CREATE INDEX outbox_unsent ON outbox (topic) WHERE try_at = 0;
CREATE INDEX outbox_again ON outbox (topic, try_at) WHERE try_at > 0;
CREATE INDEX outbox_waiting ON outbox (topic, subject) WHERE try_at <> 0;

-- Versions before this one gave up after ten attempts.
ALTER TABLE dead_letter ADD COLUMN tries INTEGER NOT NULL DEFAULT 10;
