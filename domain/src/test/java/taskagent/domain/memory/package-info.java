/**
 * The ports in memory, for fast tests: the same core as every engine's, with a map where another
 * has a database. Start at {@link taskagent.domain.memory.InMemoryEngine}.
 */
@NullMarked
package taskagent.domain.memory;

import org.jspecify.annotations.NullMarked;
