/** One run: a load, a fault in its midst, and the judgement; and the report of all runs. */
@NullMarked
package taskagent.chaos.run;

import org.jspecify.annotations.NullMarked;
