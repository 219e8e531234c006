package taskagent.dapr.sidecar;

import io.dapr.client.resiliency.ResiliencyOptions;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives every unary call to the sidecar a deadline. Without one, a sidecar that shuts down waits
 * forever for calls that it cannot answer, although the caller has given up long ago.
 */
public final class LimitedCalls implements ClientInterceptor {

  /**
   * The deadline of calls to actors, longer than any turn. When a call ends early the sidecar
   * releases its actor, which could then take another turn while the first still runs.
   */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Duration limit;

  /** Gives calls this long. */
  public LimitedCalls(Duration limit) {
    this.limit = limit;
  }

  /**
   * Returns the options for the SDK's own clients, which call actors and accept no interceptors.
   */
  public static ResiliencyOptions options() {
    return new ResiliencyOptions().setTimeout(LIMIT);
  }

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    boolean limited = options.getDeadline() != null || method.getType() != MethodType.UNARY;
    return next.newCall(
        method,
        limited ? options : options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS));
  }
}
