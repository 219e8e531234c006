/**
 * The saga kernel (specification §4): a pure state machine, and the loop that runs its directives.
 *
 * <p>Start reading at {@link taskagent.domain.saga.Saga}, the definition of a saga, and {@link
 * taskagent.domain.saga.Step}. Then read {@link taskagent.domain.saga.SagaMachine}, which decides
 * what happens next, and {@link taskagent.domain.saga.SagaLoop}, which lets a {@link
 * taskagent.domain.saga.SagaRuntime} do it. The kernel does not depend on tasks.
 */
@NullMarked
package taskagent.domain.saga;

import org.jspecify.annotations.NullMarked;
