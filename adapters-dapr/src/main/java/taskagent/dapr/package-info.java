/**
 * The distributed engine: the core on Dapr's actors, workflows, state and pub/sub. Start at {@link
 * taskagent.dapr.DaprEngine}. This package also holds the workflow and its activities, because
 * their names are in the histories of running workflows.
 */
@NullMarked
package taskagent.dapr;

import org.jspecify.annotations.NullMarked;
