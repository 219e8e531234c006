/**
 * The core of Task Agent: what tasks, conversations and sagas are and how they change, with no
 * framework, clock, thread or I/O in it.
 *
 * <p>Start reading at {@link taskagent.domain.processing.TaskProcessing}, the task saga in ten
 * lines, then {@link taskagent.domain.saga.SagaMachine}, which decides what a saga does next, and
 * {@link taskagent.domain.task.Task}, the aggregate that the saga works on. What the core needs
 * from outside is in {@link taskagent.domain.port}.
 */
@NullMarked
package taskagent.domain;

import org.jspecify.annotations.NullMarked;
