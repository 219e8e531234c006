/**
 * The commands for people and scripts (specification §14): they call a server over HTTP. Data goes
 * to standard output and everything else to standard error. {@link
 * taskagent.app.client.ClientCommands} lists the commands.
 */
@NullMarked
package taskagent.app.client;

import org.jspecify.annotations.NullMarked;
