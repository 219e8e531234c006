/**
 * What has changed in the store, and what is in it, for the lists (ADR 41). Start at {@link
 * taskagent.dapr.change.ChangeLog}.
 */
@NullMarked
package taskagent.dapr.change;

import org.jspecify.annotations.NullMarked;
