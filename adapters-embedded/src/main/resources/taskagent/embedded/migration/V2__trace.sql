-- The trace of the request that started a run (a W3C traceparent), for the log.
ALTER TABLE workflow ADD COLUMN trace TEXT;
