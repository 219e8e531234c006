-- The current generation of a run that has continued as new. The request stays as the client sent it.
ALTER TABLE workflow ADD COLUMN continued TEXT;
