package taskagent.domain.saga;

import java.time.Instant;
import java.util.List;

/**
 * Carries out what a saga wants, durably; each engine has one. It decides nothing.
 *
 * <p>Both methods return what to tell the saga, in order. If a {@link SagaInput.CancelRequested}
 * came while a directive was being carried out, it precedes the directive's own result, so that an
 * accepted cancellation cannot be missed by a saga that just completes. Nothing at all parks the
 * saga: the loop ends, and the engine drives the saga again, from its beginning, when there is
 * more.
 */
public interface SagaRuntime {

  /** The saga's own time: that of the last thing it was told, the same on every replay. */
  Instant now();

  /** Has steps tried; the answer includes a {@link SagaInput.Ran}, or is empty. */
  List<SagaInput> run(SagaState state, Directive.Run run);

  /**
   * Waits; the answer is a {@link SagaInput.Woke} or a {@link SagaInput.CancelRequested}, or is
   * empty.
   */
  List<SagaInput> await(SagaState state, Directive.Wait wait);
}
