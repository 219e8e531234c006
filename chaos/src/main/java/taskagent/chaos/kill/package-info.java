/**
 * Clients of a process that is killed while runs of every kind are in flight. Start with {@link
 * taskagent.chaos.kill.RunClients}.
 */
@NullMarked
package taskagent.chaos.kill;

import org.jspecify.annotations.NullMarked;
