/**
 * The composition root and the command line: reads the settings, wires the parts with plain
 * constructors, and runs them. {@link taskagent.app.Application} is the wiring in one page.
 */
@NullMarked
package taskagent.app;

import org.jspecify.annotations.NullMarked;
