/**
 * The core of Task Agent: tasks, conversations and sagas, and the rules by which they change. It
 * uses no framework, clock, thread or I/O.
 *
 * <p>Start reading at {@link taskagent.domain.processing.TaskProcessing}, which defines the task
 * saga in ten lines. Then read {@link taskagent.domain.saga.SagaMachine}, which decides what a saga
 * does next, and {@link taskagent.domain.task.Task}, the aggregate that the saga changes. The
 * interfaces to everything outside the core are in {@link taskagent.domain.port}.
 */
@NullMarked
package taskagent.domain;

import org.jspecify.annotations.NullMarked;
