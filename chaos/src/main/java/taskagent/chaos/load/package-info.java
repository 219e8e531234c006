/** Clients that ask for everything while something is broken, and remember what they were told. */
@NullMarked
package taskagent.chaos.load;

import org.jspecify.annotations.NullMarked;
