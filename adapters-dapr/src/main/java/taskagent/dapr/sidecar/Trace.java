package taskagent.dapr.sidecar;

import java.util.Optional;

/**
 * The trace context of the current thread. Every call to the sidecar sends it, and every call from
 * the sidecar sets it, so that one trace spans requests, workflows, actors and events.
 *
 * <p>The context is a W3C {@code traceparent}.
 */
public final class Trace {

  private static final ScopedValue<String> HERE = ScopedValue.newInstance();

  private Trace() {}

  /** Runs work in a trace context, if there is one. */
  public static <T, X extends Throwable> T within(
      Optional<String> traceparent, ScopedValue.CallableOp<T, X> work) throws X {
    return traceparent.isPresent()
        ? ScopedValue.where(HERE, traceparent.get()).call(work)
        : work.call();
  }

  /** Returns the {@code traceparent} of the current thread. */
  public static Optional<String> here() {
    return HERE.isBound() ? Optional.of(HERE.get()) : Optional.empty();
  }
}
