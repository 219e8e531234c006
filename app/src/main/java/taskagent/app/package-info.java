/**
 * The composition root and the command line: reads the settings, connects the parts with plain
 * constructors, and runs them. {@link taskagent.app.Application} shows the wiring.
 */
@NullMarked
package taskagent.app;

import org.jspecify.annotations.NullMarked;
