/**
 * Calls to the sidecar and calls from it, with their trace context and limits. Start at {@link
 * taskagent.dapr.sidecar.SidecarCalls}.
 */
@NullMarked
package taskagent.dapr.sidecar;

import org.jspecify.annotations.NullMarked;
