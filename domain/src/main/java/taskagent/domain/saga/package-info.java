/**
 * The saga kernel (spec §4): a pure state machine and the loop that carries out what it directs.
 *
 * <p>{@link taskagent.domain.saga.Saga} says what a saga consists of, {@link
 * taskagent.domain.saga.SagaMachine} decides what happens next, and {@link
 * taskagent.domain.saga.SagaLoop} has a {@link taskagent.domain.saga.SagaRuntime} do it. The kernel
 * knows nothing of tasks.
 */
@NullMarked
package taskagent.domain.saga;

import org.jspecify.annotations.NullMarked;
