package taskagent.domain.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the audit.
 *
 * @param key identifies the entry
 * @param at when the change was recorded, in milliseconds
 * @param actor who asked for it; empty if callers need not say who they are
 * @param id of what was changed
 * @param detail for example the new assignee
 */
public record AuditEntry(
    String key,
    Instant at,
    Optional<String> actor,
    AuditAction action,
    AuditKind kind,
    String id,
    Optional<String> detail) {}
