package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/**
 * Executes the directives of a saga durably. Each engine has one. It decides nothing.
 *
 * <p>All methods return the inputs for the saga, in order. A {@link SagaInput.CancelRequested} that
 * arrived while a directive was executed comes first, then the signals, then the result of the
 * directive, then the ends of child runs. So a saga cannot complete after its cancellation was
 * accepted, and hears every signal that came before its end. An empty list suspends the saga: the
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

  /**
   * Waits for a signal. The answer contains the signals that came, or a {@link SagaInput.Woke} or a
   * {@link SagaInput.CancelRequested}, or is empty.
   */
  List<SagaInput> listen(SagaState state, Directive.AwaitSignal signal);

  /**
   * Waits for the end of a child run. The answer contains the ends that came, or signals, or a
   * {@link SagaInput.CancelRequested}, or is empty.
   */
  List<SagaInput> awaitChildren(SagaState state, Directive.AwaitChildren children);
}
