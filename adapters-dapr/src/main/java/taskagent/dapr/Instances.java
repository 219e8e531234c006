package taskagent.dapr;

import io.dapr.durabletask.DurableTaskClient;
import io.dapr.durabletask.DurableTaskGrpcClientBuilder;
import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import io.dapr.durabletask.OrchestrationRuntimeStatus;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaMachine;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * The workflows of Dapr's that carry the runs out. The client is that of the durable task SDK,
 * since Dapr's own does not show a workflow's custom status, which is where a saga's record stands.
 */
final class Instances {

  /** An event that no saga waits for. */
  private static final String BEGIN = "begin";

  /** How often it is looked for a workflow that changes while it is read. */
  private static final int LOOKS = 5;

  private static final Duration FIRST_LOOK = Duration.ofMillis(20);
  private static final Duration LAST_LOOK = Duration.ofMillis(250);

  private final ManagedChannel channel;
  private final Registrations registrations;
  private final DurableTaskClient client;

  Instances(ManagedChannel channel, Registrations registrations) {
    this.channel = channel;
    this.registrations = registrations;
    this.client = new DurableTaskGrpcClientBuilder().grpcChannel(channel).build();
  }

  /**
   * Waits until the sidecar can be called. Once it was away, the channel by itself would look for
   * it only now and then, up to two minutes apart.
   *
   * @throws Unavailable if it cannot
   */
  void connect() {
    Reach.again(
        () -> {
          if (!Reach.connected(channel)) {
            throw Unavailable.outOfReach("the sidecar cannot be reached");
          }
          return channel;
        });
  }

  /**
   * Has a run begin that was registered, if it has not. One that is there and has not, is sent an
   * event, since what was to have it begin may be lost (ADR 22).
   *
   * @throws Unavailable if Dapr is out of reach; it may have begun or not
   */
  void begin(WorkflowRun run) {
    connect();
    boolean[] tried = {false};
    Reach.again(
        () -> {
          // What could not be begun may have been all the same, and must not be begun again: that
          // would replace what has ended meanwhile.
          if (!tried[0] || !goesOn(run.id())) {
            tried[0] = true;
            schedule(run);
          }
          return run;
        });
  }

  private void schedule(WorkflowRun run) {
    try {
      client.scheduleNewOrchestrationInstance(
          TaskProcessingWorkflow.class.getCanonicalName(),
          new NewOrchestrationInstanceOptions()
              .setInstanceId(run.id().value())
              .setInput(RunJson.write(run)));
    } catch (StatusRuntimeException e) {
      // Dapr says in several ways that it is there already, one of them without a code of its own.
      if (!goesOn(run.id())) {
        throw Unavailable.outOfReach("the workflow could not be begun");
      }
    }
  }

  /** Whether it is there, and has begun or is now made to. */
  private boolean goesOn(WorkflowId id) {
    var seen = look(id);
    if (seen.isPresent() && !begun(seen.get())) {
      raise(id, BEGIN);
    }
    return seen.isPresent();
  }

  /** Whether a worker was at it. Of one that only waits Dapr does not even say the input. */
  private static boolean begun(OrchestrationMetadata seen) {
    return seen.readInputAs(String.class) != null;
  }

  /**
   * A run as it is now, if it has begun.
   *
   * @throws Unavailable if Dapr is out of reach
   */
  Optional<Workflow> find(WorkflowId id) {
    return look(id).filter(Instances::begun).map(Instances::workflow).map(this::settled);
  }

  private Optional<OrchestrationMetadata> look(WorkflowId id) {
    connect();
    for (int looks = 1; ; looks++) {
      try {
        return Optional.ofNullable(client.getInstanceMetadata(id.value(), true))
            .filter(OrchestrationMetadata::isInstanceFound);
      } catch (StatusRuntimeException e) {
        var code = e.getStatus().getCode();
        if (code == Status.Code.NOT_FOUND) {
          return Optional.empty();
        }
        if (code != Status.Code.UNKNOWN || looks == LOOKS) {
          throw Reach.unavailable(e);
        }
        // Dapr reads a workflow's parts one by one, and says so when they changed in between.
        LockSupport.parkNanos(FIRST_LOOK.toNanos());
      }
    }
  }

  /** A run as Dapr says it is; but what is registered of its end stands (ADR 21). */
  private Workflow settled(Workflow found) {
    if (found.status() == Workflow.Status.RUNNING) {
      return found;
    }
    return registrations
        .find(found.run().id())
        .flatMap(known -> known.registration().gaveUp())
        .map(end -> new Workflow(found.run(), end, Optional.empty()))
        .orElse(found);
  }

  /**
   * A run that was found, as it is when it has ended or after that long. Dapr's own call for this
   * notices an end only up to a second later.
   */
  Workflow await(Workflow found, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    long pause = FIRST_LOOK.toNanos();
    var now = found;
    while (now.status() == Workflow.Status.RUNNING
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Math.min(pause, end - System.nanoTime()));
      pause = Math.min(pause * 3 / 2, LAST_LOOK.toNanos());
      now = find(found.run().id()).orElse(now); // it may not have begun
    }
    return now;
  }

  /**
   * Tells a run that it is to give up.
   *
   * @throws Unavailable if Dapr is out of reach, or no worker is there for the run
   */
  void cancel(WorkflowId id) {
    raise(id, DaprSagaRuntime.CANCEL);
  }

  private void raise(WorkflowId id, String event) {
    connect();
    try {
      client.raiseEvent(id.value(), event, "");
    } catch (StatusRuntimeException e) {
      throw Reach.unavailable(e);
    }
  }

  private static Workflow workflow(OrchestrationMetadata metadata) {
    var run = RunJson.read(metadata.readInputAs(String.class));
    var state =
        output(metadata)
            .or(() -> Optional.ofNullable(metadata.readCustomStatusAs(String.class)))
            .filter(text -> !text.isEmpty())
            .map(SagaStateJson::read)
            .orElseGet(() -> notYet(run).state());
    return new Workflow(
        run, state, state.ended() ? Optional.empty() : defect(metadata.getRuntimeStatus().name()));
  }

  /**
   * The record of a run that has ended; a late host may have set its custom status back (ADR 21).
   */
  private static Optional<String> output(OrchestrationMetadata metadata) {
    return Optional.of(metadata)
        .filter(ended -> ended.getRuntimeStatus() == OrchestrationRuntimeStatus.COMPLETED)
        .map(ended -> ended.readOutputAs(String.class))
        .filter(text -> text.startsWith("{")); // older builds said it in words
  }

  /** As it is before the first worker saw it. */
  static Workflow notYet(WorkflowRun run) {
    var begin = new SagaMachine(TaskProcessing.SAGA).start(run.id().value(), run.acceptedAt());
    return new Workflow(run, begin.state(), Optional.empty());
  }

  private static Optional<String> defect(String status) {
    return switch (status) {
      case "FAILED" -> Optional.of("a defect keeps the workflow from going on; the log says more");
      case "TERMINATED" -> Optional.of("somebody terminated the workflow with Dapr's own tools");
      default -> Optional.empty();
    };
  }
}
