package taskagent.dapr;

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
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import taskagent.domain.port.Unavailable;

/**
 * Calls to the sidecar, made by a thread that waits. Whatever keeps one from succeeding is {@link
 * Unavailable}: it may or may not have been carried out, and whoever asked may ask again.
 */
final class Reach {

  private static final System.Logger LOG = System.getLogger(Reach.class.getName());

  /** No call to the sidecar takes longer, unless it waits for something. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AGAIN_AFTER = Duration.ofMillis(100);
  private static final Duration AGAIN_AT_MOST = Duration.ofSeconds(6);

  private Reach() {}

  /** What came of it; nothing if it is empty. */
  static <T> Optional<T> of(Mono<T> call) {
    var future =
        Trace.here()
            .map(here -> call.contextWrite(Context.of("traceparent", here))) // the SDK sends it
            .orElse(call)
            .toFuture();
    try {
      return Optional.ofNullable(future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Unavailable.outOfReach("the server is ending");
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Unavailable.outOfReach("Dapr does not answer");
    } catch (ExecutionException e) {
      throw unavailable(e);
    }
  }

  /**
   * Has a call made again that may be, while Dapr is out of reach: an actor that moves to another
   * replica is so for a moment, and no client need hear of it.
   */
  static <T> T again(Supplier<T> call) {
    long end = System.nanoTime() + AGAIN_AT_MOST.toNanos();
    long pause = AGAIN_AFTER.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (Unavailable e) {
        if (e.kind() == Unavailable.Kind.OVERLOADED || System.nanoTime() + pause > end) {
          throw e;
        }
        LockSupport.parkNanos(pause);
        pause *= 2;
      }
    }
  }

  /** Whether a connection stands. One that waits before it tries again, tries now. */
  static boolean connected(ManagedChannel channel) {
    var state = channel.getState(true);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff(); // or it might wait for two minutes
    }
    return state == ConnectivityState.READY;
  }

  /** What to throw when a call failed, for whichever reason. */
  static Unavailable unavailable(Throwable cause) {
    LOG.log(DEBUG, "a call to Dapr failed: {0}", cause.getMessage());
    var unavailable = Unavailable.outOfReach("Dapr cannot do this now");
    unavailable.initCause(cause);
    return unavailable;
  }

  /** What gRPC says that went wrong, if it was that. */
  static Status.Code code(Throwable thrown) {
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
