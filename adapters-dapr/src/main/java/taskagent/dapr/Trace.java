package taskagent.dapr;

import java.util.Optional;

/**
 * To which trace it belongs what this thread is doing. Every call to the sidecar says so, and the
 * sidecar says it when it calls in; so a trace goes on through workflows, actors and events.
 *
 * <p>It is a {@code traceparent} as the W3C defines it, and what made it is not known here.
 */
public final class Trace {

  private static final ScopedValue<String> HERE = ScopedValue.newInstance();

  private Trace() {}

  /** Does something as part of a trace, if it is of any. */
  public static <T, X extends Throwable> T within(
      Optional<String> traceparent, ScopedValue.CallableOp<T, X> work) throws X {
    return traceparent.isPresent()
        ? ScopedValue.where(HERE, traceparent.get()).call(work)
        : work.call();
  }

  /** The {@code traceparent} of what is being done. */
  static Optional<String> here() {
    return HERE.isBound() ? Optional.of(HERE.get()) : Optional.empty();
  }
}
