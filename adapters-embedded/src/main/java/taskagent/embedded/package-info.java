/**
 * The embedded engine: one JVM, one SQLite file, no server. Start at {@link
 * taskagent.embedded.EmbeddedEngine}; {@link taskagent.embedded.Writer} is where everything becomes
 * durable.
 */
@NullMarked
package taskagent.embedded;

import org.jspecify.annotations.NullMarked;
