/**
 * The ports: what the core needs from adapters, and what it offers to callers. Each port has a
 * contract test that every adapter passes. Start reading at {@link
 * taskagent.domain.port.Workflows}.
 */
@NullMarked
package taskagent.domain.port;

import org.jspecify.annotations.NullMarked;
