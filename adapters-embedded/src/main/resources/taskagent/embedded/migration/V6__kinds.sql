-- The kind of each run. Older versions had one kind.
ALTER TABLE workflow ADD COLUMN kind TEXT NOT NULL DEFAULT 'task-processing@1';
