package taskagent.dapr;

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
 * Has every call to the sidecar end by itself at some time. Whoever asked has long stopped waiting
 * by then; but the sidecar does not, and one that is to end waits for ever for calls that it cannot
 * answer.
 */
final class LimitedCalls implements ClientInterceptor {

  /**
   * Longer than any turn takes: when a call ends the sidecar lets go of its actor, which would take
   * another turn beside one that is not over.
   */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The same for the clients of Dapr's SDK, which take no interceptors. */
  static ResiliencyOptions options() {
    return new ResiliencyOptions().setTimeout(LIMIT);
  }

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    boolean limited = options.getDeadline() != null || method.getType() != MethodType.UNARY;
    return next.newCall(
        method,
        limited ? options : options.withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
