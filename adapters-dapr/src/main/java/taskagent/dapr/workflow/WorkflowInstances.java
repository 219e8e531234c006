package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;

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
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.Backoff;
import taskagent.domain.engine.Journal.ChildEnd;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;
import taskagent.json.ChildEndJson;
import taskagent.json.KindsJson;
import taskagent.json.RunCommandJson;
import taskagent.json.RunCommandJson.RunCommand;
import taskagent.json.SagaStateJson;
import taskagent.json.SignalJson;

/**
 * The Dapr workflows that execute the runs. This uses the client of the durable task SDK, because
 * Dapr's own client does not return a workflow's custom status, which holds the saga's state.
 */
public final class WorkflowInstances {

  private static final System.Logger LOG = System.getLogger(WorkflowInstances.class.getName());

  /**
   * The event that brings what a client asks of a workflow. It was the cancellation first, and
   * waiting for another event would break the recorded histories.
   */
  public static final String COMMAND = "cancel";

  /** The event that brings a signal. */
  public static final String SIGNAL = "signal";

  /** The event that tells of the end of a child run. */
  public static final String CHILD_ENDED = "child_ended";

  /** An event that no saga waits for. It makes a workflow take a turn. */
  private static final String BEGIN = "begin";

  /** The number of attempts to read a workflow that changes while it is read. */
  private static final int LOOKS = 5;

  private static final Duration FIRST_LOOK = Duration.ofMillis(20);
  private static final Backoff LOOKS_APART = new Backoff(FIRST_LOOK, 1.5, Duration.ofMillis(250));

  private final ManagedChannel channel;
  private final Kinds kinds;
  private final Function<Instance, String> workflow;
  private final DurableTaskClient client;

  /** A call to Dapr's workflow API. */
  private interface Call {
    void make();
  }

  /**
   * Creates a client of Dapr's workflows.
   *
   * @param workflow returns the name of the workflow to schedule for an instance
   */
  public WorkflowInstances(
      ManagedChannel channel, Kinds kinds, Function<Instance, String> workflow) {
    this.channel = channel;
    this.kinds = kinds;
    this.workflow = workflow;
    this.client = new DurableTaskGrpcClientBuilder().grpcChannel(channel).build();
  }

  /**
   * Waits until the sidecar can be called. By itself the channel would try to reconnect only now
   * and then, up to two minutes apart.
   *
   * @throws Unavailable if the sidecar cannot be called
   */
  public void connect() {
    SidecarCalls.again(
        () -> {
          if (!SidecarCalls.connected(channel)) {
            throw Unavailable.outOfReach("the sidecar cannot be reached");
          }
          return channel;
        });
  }

  /**
   * Starts an instance of a registered run, if it has not started. An instance that is scheduled
   * but does not start gets an event, because the reminder that should start it may be lost (ADR
   * 22).
   *
   * @throws Unavailable if Dapr is unavailable; the instance may or may not have started
   */
  public void begin(Instance instance) {
    connect();
    boolean[] tried = {false};
    SidecarCalls.again(
        () -> {
          // A failed attempt may have scheduled the workflow all the same. Scheduling it again
          // would replace one that has ended in the meantime.
          if (!tried[0] || !goesOn(instance)) {
            tried[0] = true;
            schedule(instance);
          }
          return instance;
        });
  }

  private void schedule(Instance instance) {
    try {
      client.scheduleNewOrchestrationInstance(
          workflow.apply(instance),
          new NewOrchestrationInstanceOptions()
              .setInstanceId(instance.id())
              .setInput(KindsJson.write(kinds, instance.run())));
    } catch (StatusRuntimeException e) {
      // Dapr reports an existing workflow in several ways, one of them without a status code of its
      // own. A sidecar that did not answer in time would not answer this question either.
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED || !goesOn(instance)) {
        throw Unavailable.outOfReach("the workflow could not be started");
      }
    }
  }

  /** Returns true if the workflow exists. If it is pending, this makes it start. */
  private boolean goesOn(Instance instance) {
    var seen = look(instance);
    if (seen instanceof Seen.Pending) {
      nudge(instance);
    }
    return !(seen instanceof Seen.Nothing || seen instanceof Seen.Unreadable);
  }

  /**
   * Returns the current state of an instance, if it has started.
   *
   * @throws Unavailable if Dapr is unavailable, or cannot read it
   */
  public Optional<RunView> find(Instance instance) {
    return view(instance, read(instance));
  }

  /** Returns what clients see of an instance; empty if no worker has started it. */
  Optional<RunView> view(Instance instance, Seen seen) {
    return seen.by(instance, () -> kinds.begin(instance.run()));
  }

  /**
   * Returns what Dapr says about an instance that it can read, or that is the last.
   *
   * @throws Unavailable if Dapr is unavailable, or cannot read it and another one follows
   */
  Seen read(Instance instance) {
    var seen = look(instance);
    if (seen instanceof Seen.Unreadable(var reason) && !instance.last()) {
      LOG.log(DEBUG, "Dapr cannot read workflow {0}: {1}", instance, reason);
      throw Unavailable.outOfReach("Dapr cannot read the workflow; it will be begun again");
    }
    return seen;
  }

  /**
   * Checks that workflows can be found.
   *
   * @throws Unavailable if they cannot
   */
  public void probe(String id) {
    connect();
    metadata(id);
  }

  /**
   * Returns what Dapr says about an instance.
   *
   * @throws Unavailable if Dapr is unavailable
   */
  Seen look(Instance instance) {
    connect();
    for (int looks = 1; ; looks++) {
      try {
        return metadata(instance.id())
            .map(found -> seen(instance, found))
            .orElseGet(Seen.Nothing::new);
      } catch (Unavailable e) {
        if (SidecarCalls.code(e) != Status.Code.UNKNOWN) {
          throw e;
        }
        if (looks == LOOKS) {
          return new Seen.Unreadable(
              Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse(e.reason()));
        }
        // Dapr reads the parts of a workflow one by one, and fails like this when they change in
        // between.
        LockSupport.parkNanos(FIRST_LOOK.toNanos());
      }
    }
  }

  private Optional<OrchestrationMetadata> metadata(String id) {
    try {
      return Optional.ofNullable(client.getInstanceMetadata(id, true))
          .filter(OrchestrationMetadata::isInstanceFound);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw SidecarCalls.unavailable(e);
    }
  }

  private Seen seen(Instance instance, OrchestrationMetadata found) {
    // Dapr does not return the input of a workflow that is still pending.
    var input = found.readInputAs(String.class);
    if (input == null) {
      return new Seen.Pending();
    }
    var state =
        output(found)
            .or(() -> Optional.ofNullable(found.readCustomStatusAs(String.class)))
            .filter(text -> !text.isEmpty())
            .map(SagaStateJson::read)
            .orElseGet(() -> notYet(instance.run()).state());
    if (state.ended() && found.isCompleted()) {
      return new Seen.Ended(state);
    }
    return switch (found.getRuntimeStatus()) {
      case FAILED ->
          new Seen.Stopped(state, "the workflow failed because of a defect; see the log");
      case TERMINATED ->
          new Seen.Stopped(state, "the workflow was terminated with Dapr's own tools");
      case SUSPENDED -> new Seen.Going(KindsJson.read(kinds, input), state, true);
      default -> new Seen.Going(KindsJson.read(kinds, input), state, false);
    };
  }

  /**
   * Returns the output of a completed workflow. It is more reliable than the custom status, which a
   * late host may have overwritten (ADR 21).
   */
  private static Optional<String> output(OrchestrationMetadata metadata) {
    return Optional.of(metadata)
        .filter(ended -> ended.getRuntimeStatus() == OrchestrationRuntimeStatus.COMPLETED)
        .map(ended -> ended.readOutputAs(String.class))
        .filter(text -> text.startsWith("{")); // older builds wrote a sentence
  }

  /** Returns the state of a run that no worker has started yet. */
  RunView notYet(Run run) {
    return new RunView(run, kinds.begin(run), Optional.empty(), Optional.empty());
  }

  /**
   * Waits until an instance has ended or is gone, but not longer than that. Dapr's own call for
   * this notices an end up to a second late.
   */
  void await(Instance instance, Duration atMost, BooleanSupplier stop) {
    long end = System.nanoTime() + atMost.toNanos();
    var now = find(instance);
    boolean begun = now.isPresent();
    for (int look = 1;
        goesOn(now, begun)
            && System.nanoTime() < end
            && !Thread.currentThread().isInterrupted()
            && !stop.getAsBoolean();
        look++) {
      LockSupport.parkNanos(Math.min(LOOKS_APART.after(look).toNanos(), end - System.nanoTime()));
      now = find(instance);
      begun = begun || now.isPresent();
    }
  }

  private static boolean goesOn(Optional<RunView> now, boolean begun) {
    return now.map(run -> !run.over()).orElse(!begun);
  }

  /**
   * Asks an instance to cancel.
   *
   * @throws Unavailable if Dapr is unavailable, or no worker serves the run
   */
  void cancel(Instance instance) {
    send(instance, new RunCommand.Cancel(false));
  }

  /**
   * Asks an instance to end a wait.
   *
   * @throws Unavailable if Dapr is unavailable, or no worker serves the run
   */
  void retryNow(Instance instance, Directive.Wait wait) {
    send(instance, new RunCommand.RetryNow(wait.key(), wait.until()));
  }

  private void send(Instance instance, RunCommand command) {
    call(() -> client.raiseEvent(instance.id(), COMMAND, RunCommandJson.write(command)));
  }

  /**
   * Sends a signal to an instance.
   *
   * @throws Unavailable if Dapr is unavailable, or no worker serves the run
   */
  void signal(Instance instance, Signal signal) {
    call(() -> client.raiseEvent(instance.id(), SIGNAL, SignalJson.write(signal)));
  }

  /**
   * Tells an instance that a child run of its run has ended.
   *
   * @throws Unavailable if Dapr is unavailable, or no worker serves the run
   */
  void childEnded(Instance parent, RunId child, Outcome outcome) {
    var told = new ChildEnd(child, outcome);
    call(() -> client.raiseEvent(parent.id(), CHILD_ENDED, ChildEndJson.write(told)));
  }

  /**
   * Makes an instance take a turn.
   *
   * @throws Unavailable if Dapr is unavailable
   */
  void nudge(Instance instance) {
    call(() -> client.raiseEvent(instance.id(), BEGIN, ""));
  }

  /**
   * Resumes a suspended instance.
   *
   * @throws Unavailable if Dapr is unavailable
   */
  void resume(Instance instance) {
    call(() -> client.resumeInstance(instance.id(), ""));
  }

  /**
   * Terminates an instance, without compensation.
   *
   * @throws Unavailable if Dapr is unavailable, or cannot read it
   */
  void terminate(Instance instance) {
    call(() -> client.terminate(instance.id(), ""));
  }

  /**
   * Removes an instance that has ended, if it exists.
   *
   * @param id its id in Dapr
   * @throws Unavailable if Dapr is unavailable, or cannot read it
   */
  void purge(String id) {
    call(() -> client.purgeInstance(id));
  }

  private void call(Call call) {
    connect();
    try {
      call.make();
    } catch (StatusRuntimeException e) {
      throw SidecarCalls.unavailable(e);
    }
  }
}
