package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/** An input of a saga. */
public sealed interface SagaInput {

  /** Returns the time of the input. */
  Instant at();

  /** Returns true if the input is the signal with this id. */
  default boolean brings(String signal) {
    return this instanceof Signalled(var known, _) && known.id().equals(signal);
  }

  /**
   * The results of a {@link Directive.Run}, in the order of its steps, up to and including the
   * first that did not succeed. The other steps were not attempted.
   */
  record Ran(List<StepResult> results, Instant at) implements SagaInput {}

  /** The time of a {@link Directive.Wait} or of a {@link Directive.AwaitSignal} is over. */
  record Woke(Instant at) implements SagaInput {}

  /** A signal came, whether the saga awaits it or not. */
  record Signalled(Signal signal, Instant at) implements SagaInput {}

  /** A child run has ended. */
  record ChildEnded(String run, Outcome outcome, Instant at) implements SagaInput {}

  /** A client cancels the saga, which then compensates its steps. */
  record CancelRequested(Instant at) implements SagaInput {}
}
