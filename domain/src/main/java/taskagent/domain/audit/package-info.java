/**
 * The audit: who changed what, and when (specification §15). The ports that callers get record what
 * was accepted. Start reading at {@link taskagent.domain.audit.AuditLog}.
 */
@NullMarked
package taskagent.domain.audit;

import org.jspecify.annotations.NullMarked;
