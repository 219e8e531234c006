package taskagent.dapr.sidecar;

import static java.lang.System.Logger.Level.DEBUG;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import taskagent.domain.Backoff;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;

/**
 * Blocking calls to the sidecar. Every failure becomes {@link Unavailable}: the call may or may not
 * have been carried out, and the caller may retry.
 */
public final class SidecarCalls {

  private static final System.Logger LOG = System.getLogger(SidecarCalls.class.getName());

  /** The timeout of a call to the sidecar. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AGAIN_AT_MOST = Duration.ofSeconds(6);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), 2, AGAIN_AT_MOST);

  private SidecarCalls() {}

  /**
   * Makes Reactor log failures at the level debug that arrive after their call was given up. By
   * default, it logs each with a stack trace as an error, although nobody waits for it.
   */
  public static void ignoreLateFailures() {
    Hooks.onErrorDropped(
        late ->
            LOG.log(DEBUG, "a call to Dapr failed after it was given up: {0}", late.toString()));
  }

  /**
   * Waits for the result of a call, and sends the current trace context with it.
   *
   * @throws Unavailable if the call fails or takes longer than {@link #PATIENCE}
   */
  public static <T> Optional<T> of(Mono<T> call) {
    var future =
        Trace.here()
            .map(
                here ->
                    call.contextWrite(
                        Context.of("traceparent", here))) // the SDK sends it as a header
            .orElse(call)
            .toFuture();
    try {
      return Optional.ofNullable(future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Unavailable.outOfReach("the server is shutting down");
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Unavailable.outOfReach("Dapr does not answer in time");
    } catch (ExecutionException e) {
      throw unavailable(e);
    }
  }

  /**
   * Retries a call while Dapr is unavailable, for up to six seconds. An actor that moves to another
   * replica is unavailable for a moment, and clients do not have to notice. A first call that takes
   * longer than that is made once more, because the sidecar also holds calls while actors move. The
   * call must be safe to repeat.
   */
  public static <T> T again(Supplier<T> call) {
    return again(AGAIN_AT_MOST, call);
  }

  static <T> T again(Duration atMost, Supplier<T> call) {
    long end = System.nanoTime() + atMost.toNanos();
    for (int attempt = 1; ; attempt++) {
      long pause = BACKOFF.after(attempt).toNanos();
      try {
        return call.get();
      } catch (Unavailable e) {
        boolean over = attempt > 1 && System.nanoTime() + pause > end;
        if (e.kind() == Unavailable.Kind.OVERLOADED || over) {
          throw e;
        }
        LockSupport.parkNanos(pause);
      }
    }
  }

  /** Returns true if the channel is connected. A channel in backoff reconnects at once. */
  public static boolean connected(ManagedChannel channel) {
    var state = channel.getState(true);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff(); // the backoff can be two minutes
    }
    return state == ConnectivityState.READY;
  }

  /** Returns the exception to throw for a failed call. */
  public static Unavailable unavailable(Throwable cause) {
    LOG.log(DEBUG, "a call to Dapr failed: {0}", cause.getMessage());
    var unavailable = Unavailable.outOfReach("Dapr is unavailable");
    unavailable.initCause(cause);
    return unavailable;
  }

  /** Returns the gRPC status code among the causes, or UNKNOWN. */
  public static Status.Code code(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof StatusRuntimeException status) {
        return status.getStatus().getCode();
      }
      cause = cause.getCause();
    }
    return Status.Code.UNKNOWN;
  }
}
