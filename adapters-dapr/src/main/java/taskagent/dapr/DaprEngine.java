package taskagent.dapr;

import static java.lang.System.Logger.Level.INFO;

import io.dapr.actors.client.ActorClient;
import io.dapr.actors.client.ActorProxyBuilder;
import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import io.dapr.durabletask.DurableTaskGrpcWorkerBuilder;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.TaskOrchestrationFactory;
import io.dapr.utils.NetworkUtils;
import io.dapr.workflows.Workflow;
import io.dapr.workflows.internal.ApiTokenClientInterceptor;
import io.dapr.workflows.runtime.DefaultWorkflowContext;
import io.dapr.workflows.runtime.WorkflowActivityInstanceWrapper;
import io.dapr.workflows.runtime.WorkflowRuntime;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import taskagent.domain.conversation.Responder;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/**
 * The distributed engine: runs the core on Dapr. It starts though the sidecar is not there yet, and
 * goes on when the sidecar comes back after it was gone; meanwhile it is not ready.
 *
 * <p>A process can have one only, as the SDK's runtimes are singletons.
 */
public final class DaprEngine implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DaprEngine.class.getName());

  /** How long the workflow worker may take to end what it is at; Dapr gives the rest to another. */
  private static final Duration WORKER_MAY_TAKE = Duration.ofSeconds(5);

  private final Callbacks callbacks;
  private final WorkflowRuntime worker;
  private final SidecarWatch watch;
  private final ManagedChannel workflowChannel;
  private final ManagedChannel eventChannel;
  private final List<EventStream> streams;
  private final DaprClient client;
  private final ActorClient actorClient;
  private final Tasks tasks;
  private final Conversations conversations;
  private final Workflows workflows;
  private final Readiness readiness;
  private final Figures figures = new Figures();

  private DaprEngine(
      DaprSettings settings,
      InstantSource clock,
      Notifier notifier,
      Responder responder,
      EventPublisher publisher) {
    var port = settings.sidecarPort().map(Object::toString);
    var properties =
        new Properties(
            port.map(number -> Map.of(Properties.GRPC_PORT.getName(), number)).orElse(Map.of()));
    var clients = new DaprClientBuilder().withResiliencyOptions(LimitedCalls.options());
    port.ifPresent(number -> clients.withPropertyOverride(Properties.GRPC_PORT, number));
    client = clients.build();
    actorClient = new ActorClient(properties, LimitedCalls.options());
    var traced = new TracedCalls();
    workflowChannel = channel(properties, traced, new LimitedCalls());
    var documents = new Documents(client, settings.stateStore());
    var outbox = new Outbox(client, settings.pubsub());
    var taskActors = new ActorProxyBuilder<>(TaskActor.class, actorClient);
    var chatActors = new ActorProxyBuilder<>(ChatActor.class, actorClient);
    tasks = new DaprTasks(documents, taskActors);
    conversations = new DaprConversations(documents, chatActors);
    var registrations = new Registrations(documents);
    var instances = new Instances(workflowChannel, registrations);
    workflows = new DaprWorkflows(registrations, instances, clock);
    readiness = new RoundTrip(taskActors, instances, documents);
    var actors = ActorRuntime.getInstance(properties);
    actors.getConfig().setActorIdleTimeout(settings.idleTimeout());
    var taskTurns = new TaskTurns(documents, outbox, clock, figures);
    var chatTurns = new ChatTurns(documents, outbox, responder, clock, settings.exchangesKept());
    actors.registerActor(HostedTask.class, (context, id) -> new HostedTask(context, id, taskTurns));
    actors.registerActor(HostedChat.class, (context, id) -> new HostedChat(context, id, chatTurns));
    var steps = new StepExecutor(tasks, notifier);
    var workerChannel = channel(properties, traced);
    worker =
        worker(
            workerChannel,
            new TaskProcessingWorkflow(figures),
            Stream.of(
                    new RunTaskSteps(steps, clock),
                    new RunOutsideStep(steps),
                    new PublishCompensated(registrations, outbox))
                .map(WorkflowActivityInstanceWrapper::new)
                .map(traced::traced));
    callbacks = new Callbacks(settings, actors);
    worker.start(false);
    eventChannel = channel(properties);
    streams =
        new Consumer(documents, outbox, publisher, clock, settings, figures).streams(eventChannel);
    watch =
        new SidecarWatch(
            client, new SidecarHealth(workerChannel, taskActors, instances, documents));
    LOG.log(INFO, "the sidecar calls in on port {0}", Integer.toString(callbacks.port()));
  }

  private static ManagedChannel channel(Properties properties, ClientInterceptor... more) {
    var all = Stream.concat(Stream.of(new ApiTokenClientInterceptor(properties)), Stream.of(more));
    return NetworkUtils.buildGrpcManagedChannel(properties, all.toArray(ClientInterceptor[]::new));
  }

  /** As the SDK's own builder makes it, which keeps its channel to itself. */
  private static WorkflowRuntime worker(
      ManagedChannel channel, Workflow workflow, Stream<TaskActivityFactory> activities) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var builder =
        new DurableTaskGrpcWorkerBuilder()
            .grpcChannel(channel)
            .withExecutorService(threads)
            .addOrchestration(
                new TaskOrchestrationFactory() {
                  @Override
                  public String getName() {
                    return workflow.getClass().getCanonicalName();
                  }

                  @Override
                  public TaskOrchestration create() {
                    return context -> workflow.run(new DefaultWorkflowContext(context));
                  }
                });
    activities.forEach(builder::addActivity);
    return new WorkflowRuntime(builder.build(), channel, threads);
  }

  /**
   * Starts the engine; it is ready when the sidecar is.
   *
   * @throws IllegalStateException if the callback port cannot be had
   */
  public static DaprEngine open(
      DaprSettings settings,
      InstantSource clock,
      Notifier notifier,
      Responder responder,
      EventPublisher publisher) {
    // Both engines decide on times in milliseconds, so that they answer alike.
    InstantSource millis = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new DaprEngine(settings, millis, notifier, responder, publisher);
  }

  /** The tasks. */
  public Tasks tasks() {
    return tasks;
  }

  /** The conversations. */
  public Conversations conversations() {
    return conversations;
  }

  /** The workflows. */
  public Workflows workflows() {
    return workflows;
  }

  /** Whether an actor can take a turn, which is tried, and workflows can be begun. */
  public Readiness readiness() {
    return readiness;
  }

  /** Figures for the metrics, by name. */
  public Map<String, LongSupplier> figures() {
    return figures.all();
  }

  /** Ends what is under way, within reason; Dapr has others go on with the rest. */
  @Override
  public void close() {
    watch.close();
    streams.forEach(EventStream::close);
    var ending = Thread.ofPlatform().daemon().name("taskagent-worker-end").start(worker::close);
    try {
      ending.join(WORKER_MAY_TAKE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    callbacks.close();
    workflowChannel.shutdownNow();
    eventChannel.shutdownNow();
    actorClient.close();
    try {
      client.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "the client did not end well", e);
    }
  }
}
