package taskagent.domain.access;

/**
 * The caller of the request that the current thread serves. The server sets it for each request.
 */
public final class CurrentCaller {

  private static final ScopedValue<Caller> HERE = ScopedValue.newInstance();

  private CurrentCaller() {}

  /** Works for a caller. */
  public static <T, X extends Throwable> T within(Caller caller, ScopedValue.CallableOp<T, X> work)
      throws X {
    return ScopedValue.where(HERE, caller).call(work);
  }

  /**
   * Returns the caller.
   *
   * @throws IllegalStateException if nobody has set it, so that a forgotten check allows nothing
   */
  public static Caller here() {
    return HERE.orElseThrow(() -> new IllegalStateException("nobody has said who is calling"));
  }
}
