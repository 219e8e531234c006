/**
 * Random values for property tests, here and in the adapters. Aggregates and sagas are created by
 * random events, so that each generated state is reachable.
 */
@NullMarked
package taskagent.domain.arbitrary;

import org.jspecify.annotations.NullMarked;
