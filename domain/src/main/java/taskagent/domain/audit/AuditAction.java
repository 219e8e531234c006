package taskagent.domain.audit;

import java.util.Locale;

/** What callers do that the audit keeps. */
public enum AuditAction {
  /** Asks for a task. */
  PROCESS,
  ASSIGN,
  START,
  COMPLETE,
  CANCEL,
  SET_DEADLINE,
  /** Retries a workflow. */
  RETRY,
  /** Ends the wait of a workflow for its next attempt. */
  RETRY_NOW,
  /** Sends a signal to a workflow. */
  SIGNAL,
  /** Begins a bulk. */
  BEGIN,
  /** Stops a bulk. */
  STOP,
  /** Clears a conversation. */
  CLEAR,
  /** Publishes a dead letter again. */
  REPLAY,
  REMOVE;

  /** Returns the wire name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
