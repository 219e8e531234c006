/**
 * The ports in memory, for fast tests: the same core as in every engine, with maps instead of a
 * database. Start reading at {@link taskagent.domain.memory.InMemoryEngine}.
 */
@NullMarked
package taskagent.domain.memory;

import org.jspecify.annotations.NullMarked;
