package taskagent.dapr;

import io.dapr.durabletask.TaskActivity;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries {@link Trace} over the connections for workflows, whose part of the SDK does not. What is
 * called says to which trace it belongs; and the sidecar says it of each activity that it hands
 * out, in a field that the SDK does not pass on.
 */
final class TracedCalls implements ClientInterceptor {

  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /** By its execution's id: of each activity that was handed out and has not begun. */
  private final Map<String, String> activities = new ConcurrentHashMap<>();

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<B> listener, Metadata headers) {
        Trace.here().ifPresent(here -> headers.put(TRACEPARENT, here));
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(B message) {
                if (message instanceof WorkItem item) {
                  remember(item);
                }
                super.onMessage(message);
              }
            },
            headers);
      }
    };
  }

  private void remember(WorkItem item) {
    var activity = item.getActivityRequest();
    if (item.hasActivityRequest() && activity.hasParentTraceContext()) {
      activities.put(
          activity.getTaskExecutionId(), activity.getParentTraceContext().getTraceParent());
    }
  }

  /** The same activity, done as part of the trace that the sidecar named. */
  TaskActivityFactory traced(TaskActivityFactory activity) {
    return new TaskActivityFactory() {
      @Override
      public String getName() {
        return activity.getName();
      }

      @Override
      public TaskActivity create() {
        var task = activity.create();
        return context ->
            Trace.within(
                Optional.ofNullable(activities.remove(context.getTaskExecutionId())),
                () -> task.run(context));
      }
    };
  }
}
