package taskagent.domain.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A change that a caller has asked for and the engine has accepted.
 *
 * @param actor who asked for it; empty if callers need not say who they are
 * @param id of what was changed
 * @param detail for example the new assignee
 * @param key the same for a repeated request, which is recorded once; empty if each request counts
 */
public record AuditChange(
    Optional<String> actor,
    AuditAction action,
    AuditKind kind,
    String id,
    Optional<String> detail,
    Optional<String> key) {

  /**
   * Returns the entry of this change.
   *
   * @param unique returns a name that no other entry has, for a change without a key
   */
  public AuditEntry entry(Supplier<String> unique, Instant at) {
    return new AuditEntry(key.orElseGet(unique), at, actor, action, kind, id, detail);
  }
}
