package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/**
 * Executes the directives of a saga durably. Each engine has one. It decides nothing.
 *
 * <p>Both methods return the inputs for the saga, in order. A {@link SagaInput.CancelRequested}
 * that arrived while a directive was executed comes before the result of the directive, so that a
 * saga cannot complete after its cancellation was accepted. An empty list suspends the saga: the
 * loop ends, and the engine drives the saga again from its start when there is more input.
 */
public interface SagaRuntime {

  /** Returns the time of the last input, which is the same on every replay. */
  Instant now();

  /** Runs steps. The answer contains a {@link SagaInput.Ran}, or is empty. */
  List<SagaInput> run(SagaState state, Directive.Run run);

  /**
   * Waits; the answer is a {@link SagaInput.Woke} or a {@link SagaInput.CancelRequested}, or is
   * empty.
   */
  List<SagaInput> await(SagaState state, Directive.Wait wait);
}
