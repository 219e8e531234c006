/**
 * The embedded engine: one JVM, one SQLite file, no server. Start reading at {@link
 * taskagent.embedded.EmbeddedEngine}. {@link taskagent.embedded.Writer} makes every change durable.
 */
@NullMarked
package taskagent.embedded;

import org.jspecify.annotations.NullMarked;
