/** A run: load, a fault, and the check of every invariant; and the report of all runs. */
@NullMarked
package taskagent.chaos.run;

import org.jspecify.annotations.NullMarked;
