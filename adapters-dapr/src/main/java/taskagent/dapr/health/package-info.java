/**
 * Readiness of the engine, and the watch over its sidecar. Start at {@link
 * taskagent.dapr.health.SidecarHealth}.
 */
@NullMarked
package taskagent.dapr.health;

import org.jspecify.annotations.NullMarked;
