package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/** What a saga can be told. */
public sealed interface SagaInput {

  /** When it was said. */
  Instant at();

  /**
   * How the steps of a {@link Directive.Run} went, in their order, up to and including the first
   * that did not succeed; the others were not tried.
   */
  record Ran(List<StepResult> results, Instant at) implements SagaInput {}

  /** The time of a {@link Directive.Wait} has come. */
  record Woke(Instant at) implements SagaInput {}

  /** Somebody wants the saga to give up and undo what it did. */
  record CancelRequested(Instant at) implements SagaInput {}
}
