/**
 * One action on many tasks (specification §14): a run that works through a fixed set of ids, chunk
 * by chunk. Start reading at {@link taskagent.domain.bulk.BulkKind}.
 */
@NullMarked
package taskagent.domain.bulk;

import org.jspecify.annotations.NullMarked;
