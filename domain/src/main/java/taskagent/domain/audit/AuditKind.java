package taskagent.domain.audit;

import java.util.Locale;

/** What an entry of the audit is about. */
public enum AuditKind {
  TASK,
  WORKFLOW,
  BULK,
  /** The conversation of a user. */
  USER,
  /** One dead letter, or all of them. */
  DEAD_LETTER;

  /** Returns the wire name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
