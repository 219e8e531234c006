package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.dapr.config.Properties;
import io.dapr.durabletask.JacksonDataConverter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RaiseEventRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RaiseEventResponse;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase;
import io.dapr.utils.NetworkUtils;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.store.MemoryStore;
import taskagent.dapr.store.Removals;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Parent;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;
import taskagent.json.ChildEndJson;
import taskagent.json.KindsJson;
import taskagent.json.RegistrationJson.Registration;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/** Tells parents of children that a defect has stopped, over a sidecar that has one workflow. */
final class DaprChildrenTest {

  private static final Kinds KINDS = Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent());
  private static final WorkflowRun PARENT = run("parent");
  private static final WorkflowRun CHILD = run("child");

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = new MemoryStore();
  private final ChangeRecords records =
      ChangeRecords.among(store.documents(), Retention.DEFAULT, clock);
  private final Registrations registrations =
      new Registrations(
          KINDS,
          store.documents(),
          new Removals(store.documents(), Retention.DEFAULT, clock),
          new RunChanges(records));
  private final OpenRuns open = new OpenRuns(store.documents(), clock);
  private final List<RaiseEventRequest> raised = new CopyOnWriteArrayList<>();
  private volatile SagaState state = awaiting(Optional.of("task-workflow-child"));
  private Server sidecar;
  private ManagedChannel channel;
  private DaprChildren children;

  private static WorkflowRun run(String name) {
    var task = new TaskId(name);
    return WorkflowRun.accepted(
        WorkflowId.of(task), new TaskRequest(task, "T", "D", "ann", 60), ManualClock.START);
  }

  /** Returns the state of a saga that awaits this child. */
  private static SagaState awaiting(Optional<String> child) {
    var step =
        new StepState(
                "order",
                child.isPresent() ? Status.STARTED : Status.FAILED,
                true,
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                false,
                Optional.empty())
            .withChild(child);
    return new SagaState(
        PARENT.id().value(),
        SagaState.Phase.FORWARD,
        List.of(step),
        Optional.empty(),
        false,
        Optional.empty(),
        ManualClock.START,
        ManualClock.START);
  }

  /** Has the workflow of the parent. */
  private final class Sidecar extends TaskHubSidecarServiceImplBase {
    @Override
    public void getInstance(
        GetInstanceRequest request, StreamObserver<GetInstanceResponse> answer) {
      var found =
          OrchestrationState.newBuilder()
              .setInstanceId(request.getInstanceId())
              .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING)
              .setInput(json(KindsJson.write(KINDS, PARENT)))
              .setCustomStatus(json(SagaStateJson.write(state)));
      answer.onNext(
          GetInstanceResponse.newBuilder().setExists(true).setOrchestrationState(found).build());
      answer.onCompleted();
    }

    @Override
    public void raiseEvent(RaiseEventRequest request, StreamObserver<RaiseEventResponse> answer) {
      raised.add(request);
      answer.onNext(RaiseEventResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private static StringValue json(String text) {
    return StringValue.of(new JacksonDataConverter().serialize(text));
  }

  @BeforeEach
  void start() throws IOException {
    sidecar = ServerBuilder.forPort(0).addService(new Sidecar()).build().start();
    var port = Map.of(Properties.GRPC_PORT.getName(), Integer.toString(sidecar.getPort()));
    channel = NetworkUtils.buildGrpcManagedChannel(new Properties(port));
    children =
        new DaprChildren(
            open,
            records.runIds(),
            registrations,
            new WorkflowInstances(channel, KINDS, Instance::id));
    registrations.create(Registration.of(PARENT, 1));
    registrations.create(
        Registration.child(CHILD, new Parent(PARENT.id(), PARENT.id() + "/order/do")));
  }

  @AfterEach
  void stop() {
    open.close();
    records.close();
    channel.shutdownNow();
    sidecar.shutdownNow();
  }

  private boolean tells() {
    return children.stopped(registrations.find(CHILD.id()).orElseThrow());
  }

  @Test
  void theParentOfAStoppedChildIsToldUntilItHasTakenThatIn() {
    assertThat(tells()).isTrue();

    assertThat(raised)
        .singleElement()
        .satisfies(
            event -> {
              var end =
                  new JacksonDataConverter().deserialize(event.getInput().getValue(), String.class);
              assertThat(event.getInstanceId()).isEqualTo("task-workflow-parent");
              assertThat(event.getName()).isEqualTo(WorkflowInstances.CHILD_ENDED);
              assertThat(ChildEndJson.read(end).run()).isEqualTo(CHILD.id());
              assertThat(ChildEndJson.read(end).outcome()).isEqualTo(Outcome.COMPENSATION_FAILED);
            });

    state = awaiting(Optional.empty());
    assertThat(tells()).isFalse();
    assertThat(raised).hasSize(1);
  }

  @Test
  void aParentThatHasEndedIsNotTold() {
    registrations.ended(PARENT.id(), awaiting(Optional.empty()));

    assertThat(tells()).isFalse();
    assertThat(raised).isEmpty();
  }
}
