/**
 * Tokens (specification §15): those in a file, and those of an identity provider. Start reading at
 * {@link taskagent.access.FileTokens}.
 */
@NullMarked
package taskagent.access;

import org.jspecify.annotations.NullMarked;
