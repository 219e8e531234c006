package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import io.dapr.durabletask.DurableTaskGrpcWorkerBuilder;
import io.dapr.durabletask.TaskActivity;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase;
import io.dapr.utils.NetworkUtils;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerStreamTracer;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.task.TaskId;

/** That calls say to which trace they belong, as a sidecar sees it which answers with nothing. */
final class TraceTest {

  private static final String HERE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String ACTIVITY = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01";

  /** By the name of the method: what its last call said. */
  private final Map<String, Optional<String>> said = new ConcurrentHashMap<>();

  private Server sidecar;
  private Properties properties;

  @BeforeEach
  void start() throws IOException {
    sidecar =
        ServerBuilder.forPort(0)
            .addStreamTracerFactory(
                new ServerStreamTracer.Factory() {
                  @Override
                  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                    said.put(method.replaceAll(".*/", ""), traceparent(headers));
                    return new ServerStreamTracer() {};
                  }
                })
            .addService(new OneActivity())
            .build()
            .start();
    properties =
        new Properties(Map.of(Properties.GRPC_PORT.getName(), Integer.toString(sidecar.getPort())));
  }

  @AfterEach
  void stop() {
    sidecar.shutdownNow();
  }

  private static Optional<String> traceparent(Metadata headers) {
    return Optional.ofNullable(
        headers.get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)));
  }

  /** Hands out one activity, which is part of a trace. */
  private static final class OneActivity extends TaskHubSidecarServiceImplBase {
    @Override
    public void getWorkItems(GetWorkItemsRequest request, StreamObserver<WorkItem> items) {
      var trace = TraceContext.newBuilder().setTraceParent(ACTIVITY);
      var activity =
          ActivityRequest.newBuilder()
              .setName("note")
              .setInput(StringValue.of("null"))
              .setTaskExecutionId("e1")
              .setParentTraceContext(trace);
      items.onNext(WorkItem.newBuilder().setActivityRequest(activity).build());
    }
  }

  @Test
  void whatIsReadAndPublishedBelongsToTheTrace() throws Exception {
    var port = Integer.toString(sidecar.getPort());
    var client = new DaprClientBuilder().withPropertyOverride(Properties.GRPC_PORT, port).build();
    var event =
        new Event("e1", EventPublisher.TASK_EVENTS, "task.created", "t1", Instant.EPOCH, "{}");
    attempt(() -> new Documents(client, "statestore").probe());
    attempt(() -> new Outbox(client, "pubsub").publish(event));
    client.close();
    assertThat(said)
        .containsEntry("GetState", Optional.of(HERE))
        .containsEntry("PublishEvent", Optional.of(HERE));
  }

  @Test
  void aWorkflowThatIsBegunBelongsToTheTrace() {
    var channel = NetworkUtils.buildGrpcManagedChannel(properties, new TracedCalls());
    var nothing = new Registrations(new Documents(Nowhere.client(), "statestore"));
    var run =
        new WorkflowRun(
            WorkflowId.of(new TaskId("t1")),
            new TaskRequest(new TaskId("t1"), "title", "description", "ada", 60),
            Instant.EPOCH);
    attempt(() -> new Instances(channel, nothing).begin(run));
    channel.shutdownNow();
    assertThat(said).containsEntry("StartInstance", Optional.of(HERE));
  }

  private static void attempt(Runnable call) {
    try {
      Trace.within(
          Optional.of(HERE),
          () -> {
            call.run();
            return "";
          });
    } catch (Unavailable e) {
      assertThat(e).as("this sidecar can do nothing").isNotNull();
    }
  }

  @Test
  void anActivityBelongsToWhatTheSidecarSays() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Optional<String>>();
    var traced = new TracedCalls();
    var channel = NetworkUtils.buildGrpcManagedChannel(properties, traced);
    var worker =
        new DurableTaskGrpcWorkerBuilder()
            .grpcChannel(channel)
            .addActivity(traced.traced(new Noting(seen)))
            .build();
    worker.start();
    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(Optional.of(ACTIVITY));
    worker.close();
    channel.shutdownNow();
  }

  private record Noting(LinkedBlockingQueue<Optional<String>> seen) implements TaskActivityFactory {
    @Override
    public String getName() {
      return "note";
    }

    @Override
    public TaskActivity create() {
      return _ -> seen.add(Trace.here());
    }
  }
}
