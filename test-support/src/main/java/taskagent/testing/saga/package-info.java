/** Many sagas with their expected outcomes, and the receiver of their notifications. */
@NullMarked
package taskagent.testing.saga;

import org.jspecify.annotations.NullMarked;
