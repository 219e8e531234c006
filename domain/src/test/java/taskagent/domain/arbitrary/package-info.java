/**
 * Values at random, for properties here and in the adapters. Aggregates and sagas are had by
 * letting things happen to them, so that every one of them can occur.
 */
@NullMarked
package taskagent.domain.arbitrary;

import org.jspecify.annotations.NullMarked;
