package taskagent.domain.port;

import java.util.Optional;

/**
 * The trace context of the current thread. Whoever hands work on to another thread, process or time
 * hands the context on with it, so that one trace covers a request and everything that it causes.
 *
 * <p>The context is a {@code traceparent} of <a href="https://www.w3.org/TR/trace-context/">W3C
 * Trace Context</a>.
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

  /** Runs work in a trace context, if there is one. */
  public static void run(Optional<String> traceparent, Runnable work) {
    if (traceparent.isPresent()) {
      ScopedValue.where(HERE, traceparent.get()).run(work);
    } else {
      work.run();
    }
  }

  /** Returns the {@code traceparent} of the current thread. */
  public static Optional<String> here() {
    return HERE.isBound() ? Optional.of(HERE.get()) : Optional.empty();
  }
}
