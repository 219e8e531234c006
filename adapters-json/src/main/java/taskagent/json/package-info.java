/**
 * The written form of aggregates, saga state and events, shared by every engine. Each document says
 * its format; a document of another format is refused, not guessed at.
 */
@NullMarked
package taskagent.json;

import org.jspecify.annotations.NullMarked;
