package taskagent.dapr.sidecar;

import io.dapr.durabletask.TaskActivity;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
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
import java.util.stream.Stream;
import taskagent.domain.port.Trace;

/**
 * Propagates {@link Trace} over the workflow connections, because the SDK's workflow part does not.
 * Outgoing calls get a {@code traceparent} header. Workflows and activities run in the trace
 * context that the sidecar sends in a field which the SDK does not expose.
 */
public final class TracedCalls implements ClientInterceptor {

  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /** The trace contexts of activities that were received but have not started, by execution id. */
  private final Map<String, String> activities = new ConcurrentHashMap<>();

  /** The trace contexts of workflows that were received but have not run, by instance id. */
  private final Map<String, String> workflows = new ConcurrentHashMap<>();

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
    if (item.hasOrchestratorRequest()) {
      var request = item.getOrchestratorRequest();
      Stream.concat(request.getPastEventsList().stream(), request.getNewEventsList().stream())
          .filter(HistoryEvent::hasExecutionStarted)
          .map(HistoryEvent::getExecutionStarted)
          .filter(ExecutionStartedEvent::hasParentTraceContext)
          .findFirst()
          .map(started -> started.getParentTraceContext().getTraceParent())
          .ifPresent(trace -> workflows.put(request.getInstanceId(), trace));
    }
    var activity = item.getActivityRequest();
    if (item.hasActivityRequest() && activity.hasParentTraceContext()) {
      activities.put(
          activity.getTaskExecutionId(), activity.getParentTraceContext().getTraceParent());
    }
  }

  /** Wraps an activity so that it runs in the trace context that the sidecar sent. */
  public TaskActivityFactory traced(TaskActivityFactory activity) {
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

  /** Wraps a workflow so that it runs in the trace context of the request that started it. */
  public TaskOrchestration tracedWorkflow(TaskOrchestration workflow) {
    return context ->
        Trace.within(
            Optional.ofNullable(workflows.remove(context.getInstanceId())),
            () -> {
              workflow.run(context);
              return "";
            });
  }
}
