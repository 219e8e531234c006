package taskagent.dapr.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import io.dapr.durabletask.DurableTaskGrpcWorkerBuilder;
import io.dapr.durabletask.TaskActivity;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.TaskOrchestrationFactory;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
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
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.store.Documents;
import taskagent.dapr.workflow.Instance;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.task.TaskId;
import taskagent.json.RunJson;

/** Checks the trace context of calls, with a sidecar that records headers and answers nothing. */
final class TraceTest {

  private static final String HERE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String ACTIVITY = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01";

  /** The {@code traceparent} of the last call, by the method's name. */
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

  /** Hands out an activity and a workflow, each with a trace context. */
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
      var started =
          ExecutionStartedEvent.newBuilder()
              .setName("note")
              .setOrchestrationInstance(OrchestrationInstance.newBuilder().setInstanceId("w1"))
              .setParentTraceContext(TraceContext.newBuilder().setTraceParent(HERE));
      var workflow =
          OrchestratorRequest.newBuilder()
              .setInstanceId("w1")
              .addNewEvents(
                  HistoryEvent.newBuilder()
                      .setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()))
              .addNewEvents(HistoryEvent.newBuilder().setExecutionStarted(started));
      items.onNext(WorkItem.newBuilder().setOrchestratorRequest(workflow).build());
    }
  }

  @Test
  void readsAndPublishedEventsCarryTheTrace() throws Exception {
    var port = Integer.toString(sidecar.getPort());
    var client = new DaprClientBuilder().withPropertyOverride(Properties.GRPC_PORT, port).build();
    var event =
        new Event("e1", EventPublisher.TASK_EVENTS, "task.created", "t1", Instant.EPOCH, "{}");
    attempt(() -> new Documents(client, "statestore").probe());
    attempt(() -> new PubsubOutbox(client, "pubsub").publish(event));
    client.close();
    assertThat(said)
        .containsEntry("GetState", Optional.of(HERE))
        .containsEntry("PublishEvent", Optional.of(HERE));
  }

  @Test
  void startingAWorkflowCarriesTheTrace() {
    var channel = NetworkUtils.buildGrpcManagedChannel(properties, new TracedCalls());
    var run =
        WorkflowRun.accepted(
            WorkflowId.of(new TaskId("t1")),
            new TaskRequest(new TaskId("t1"), "title", "description", "ada", 60),
            Instant.EPOCH);
    attempt(
        () ->
            new WorkflowInstances(
                    channel,
                    Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
                    _ -> "workflow")
                .begin(Instance.first(run)));
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
      assertThat(e).as("this sidecar answers nothing").isNotNull();
    }
  }

  @Test
  void anActivityRunsInTheTraceThatTheSidecarSent() throws InterruptedException {
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

  @Test
  void aWorkflowRunsInTheTraceOfTheRequestThatStartedIt() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Optional<String>>();
    var traced = new TracedCalls();
    var channel = NetworkUtils.buildGrpcManagedChannel(properties, traced);
    var worker =
        new DurableTaskGrpcWorkerBuilder()
            .grpcChannel(channel)
            .addOrchestration(
                new TaskOrchestrationFactory() {
                  @Override
                  public String getName() {
                    return "note";
                  }

                  @Override
                  public TaskOrchestration create() {
                    return traced.tracedWorkflow(_ -> seen.add(Trace.here()));
                  }
                })
            .build();
    worker.start();
    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(Optional.of(HERE));
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
