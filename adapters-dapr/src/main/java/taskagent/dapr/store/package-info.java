/** Versioned documents in the state store. Start at {@link taskagent.dapr.store.Documents}. */
@NullMarked
package taskagent.dapr.store;

import org.jspecify.annotations.NullMarked;
