/**
 * What a run of any saga is (specification §10): its id, its kind, its input, and what others see
 * of it. Start reading at {@link taskagent.domain.run.Kind} and {@link taskagent.domain.run.Run}.
 */
@NullMarked
package taskagent.domain.run;

import org.jspecify.annotations.NullMarked;
