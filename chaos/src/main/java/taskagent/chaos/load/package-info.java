/** Clients that send every kind of request during a fault, and record the answers. */
@NullMarked
package taskagent.chaos.load;

import org.jspecify.annotations.NullMarked;
