/**
 * The JSON of aggregates, saga states and events, shared by engines and HTTP. Each document states
 * its format. A document of another format is refused. Start reading at {@link
 * taskagent.json.TaskJson}.
 */
@NullMarked
package taskagent.json;

import org.jspecify.annotations.NullMarked;
