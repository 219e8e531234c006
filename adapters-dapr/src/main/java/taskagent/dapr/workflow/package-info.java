/**
 * Starts, finds, cancels and retries runs as workflows. Start at {@link
 * taskagent.dapr.workflow.DaprRuns}.
 */
@NullMarked
package taskagent.dapr.workflow;

import org.jspecify.annotations.NullMarked;
