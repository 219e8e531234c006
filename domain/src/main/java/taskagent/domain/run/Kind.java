package taskagent.domain.run;

import java.util.function.Function;
import taskagent.domain.saga.Saga;

/**
 * A kind of run: everything that an engine needs to store its runs and to drive them.
 *
 * @param <R> its runs
 * @param codec writes its runs as JSON objects
 * @param saga returns the saga of a run; the steps and their order depend on the kind only, the
 *     policies also on the run
 */
public record Kind<R extends Run>(KindId id, Codec<R> codec, Function<R, Saga<R>> saga) {}
