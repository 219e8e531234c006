/**
 * Servers that are put together from the parts of Task Agent, for measurements that the packaged
 * server does not allow. Each runs in a process of its own.
 */
@NullMarked
package taskagent.bench.composed;

import org.jspecify.annotations.NullMarked;
