package taskagent.dapr;

import static java.lang.System.Logger.Level.INFO;

import io.dapr.actors.client.ActorClient;
import io.dapr.actors.client.ActorProxyBuilder;
import io.dapr.actors.runtime.ActorRuntime;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.utils.NetworkUtils;
import io.dapr.workflows.internal.ApiTokenClientInterceptor;
import io.dapr.workflows.runtime.WorkflowActivityInstanceWrapper;
import io.dapr.workflows.runtime.WorkflowRuntime;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.helidon.webserver.http.Handler;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import taskagent.dapr.actor.ActorStates;
import taskagent.dapr.actor.ActorTypes;
import taskagent.dapr.actor.ChatActor;
import taskagent.dapr.actor.DaprConversations;
import taskagent.dapr.actor.DaprTasks;
import taskagent.dapr.actor.DeadlineKeeper;
import taskagent.dapr.actor.Deadlines;
import taskagent.dapr.actor.TaskActor;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.health.DaprReadiness;
import taskagent.dapr.health.SidecarHealth;
import taskagent.dapr.health.SidecarWatch;
import taskagent.dapr.health.StoreWatch;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.sidecar.Callbacks;
import taskagent.dapr.sidecar.LimitedCalls;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.dapr.sidecar.TracedCalls;
import taskagent.dapr.store.DaprBulkSets;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.dapr.workflow.DaprChildren;
import taskagent.dapr.workflow.DaprRuns;
import taskagent.dapr.workflow.OpenRuns;
import taskagent.dapr.workflow.Registrations;
import taskagent.dapr.workflow.RunChanges;
import taskagent.dapr.workflow.RunFollower;
import taskagent.dapr.workflow.RunKeeper;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.bulk.BulkKind;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.bulk.RunBulks;
import taskagent.domain.conversation.Responder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Runs;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.engine.TaskRuns;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.view.Changes;
import taskagent.json.BulkJson;

/**
 * The distributed engine: runs the domain on Dapr. It starts without its sidecar, and continues
 * when a lost sidecar is back. Meanwhile it is not ready.
 *
 * <p>A process can have only one engine, because the SDK's runtimes are singletons.
 */
public final class DaprEngine implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DaprEngine.class.getName());

  /**
   * How long the workflow worker may take to shut down. Dapr gives the rest of its work to another
   * replica.
   */
  private static final Duration WORKER_MAY_TAKE = Duration.ofSeconds(5);

  private final Callbacks callbacks;
  private final WorkflowRuntime worker;
  private final StoreWatch store;
  private final SidecarWatch watch;
  private final OpenRuns openRuns;
  private final ChangeRecords records;
  private final RunFollower follower;
  private final Changes changes;
  private final RunKeeper keeper;
  private final Deadlines deadlines;
  private final DeadlineKeeper deadlineKeeper;
  private final ManagedChannel workflowChannel;
  private final ManagedChannel eventChannel;
  private final DaprEvents events;
  private final DaprClient client;
  private final ActorClient actorClient;
  private final DaprTasks tasks;
  private final Conversations conversations;
  private final Runs<DaprRuns.Known> runs;
  private final Workflows workflows;
  private final BulkSets bulkSets;
  private final Bulks bulks;
  private final SidecarHealth sidecar;
  private final Readiness readiness;
  private final EngineMetrics metrics = new EngineMetrics();

  private DaprEngine(
      DaprSettings settings,
      InstantSource clock,
      Kinds ofTasks,
      Responder responder,
      EventPublisher publisher,
      Activity activity) {
    var properties = properties(settings);
    client = client(settings);
    actorClient = new ActorClient(properties, LimitedCalls.options());
    var traced = new TracedCalls();
    workflowChannel = channel(properties, traced, new LimitedCalls(SidecarCalls.PATIENCE));
    var documents = new Documents(client, settings.stateStore());
    bulkSets = new DaprBulkSets(documents, settings.retention().runs());
    var kinds = BulkKind.addTo(ofTasks, BulkJson.CODEC, bulkSets, activity);
    var outbox = new PubsubOutbox(client, settings.pubsub());
    var taskActors = new ActorProxyBuilder<>(TaskActor.class, actorClient);
    var chatActors = new ActorProxyBuilder<>(ChatActor.class, actorClient);
    var removals = new Removals(documents, settings.retention(), clock);
    tasks = new DaprTasks(documents, removals, taskActors);
    conversations = new DaprConversations(documents, removals, chatActors);
    records = ChangeRecords.among(documents, settings.retention(), clock);
    var runChanges = new RunChanges(records);
    var registrations = new Registrations(kinds, documents, removals, runChanges);
    var instances = new WorkflowInstances(workflowChannel, kinds, SagaWorkflow::name);
    openRuns = new OpenRuns(documents, clock);
    var stored = new DaprRuns(openRuns, records.runIds(), registrations, instances, clock);
    runs = new Runs<>(kinds, stored);
    follower = new RunFollower(stored::listed, runChanges);
    changes = new DaprChanges(documents, records, tasks, stored);
    workflows = new TaskRuns<>(runs, clock, settings.notifyPolicy());
    bulks = new RunBulks(runs, bulkSets, clock);
    deadlines = new Deadlines(documents);
    var actors = actors(properties, settings);
    types(settings, documents, removals, outbox, clock, responder, activity)
        .register(actors, metrics);
    var children = new DaprChildren(openRuns, records.runIds(), registrations, instances);
    var activities = activities(kinds, tasks, clock, registrations, outbox, children, traced);
    var channel = channel(properties, traced);
    worker =
        WorkflowWorker.of(
            channel, traced, new SagaWorkflow(kinds, activity, follower::tell), activities);
    store = new StoreWatch(documents, () -> worker.start(false));
    callbacks = callbacks(settings, actors, store);
    eventChannel = channel(properties);
    events = new DaprEvents(settings, documents, outbox, publisher, clock, metrics, eventChannel);
    sidecar = new SidecarHealth(channel, taskActors, instances, documents, callbacks::turns);
    readiness = new DaprReadiness(taskActors, instances, documents, sidecar);
    watch = new SidecarWatch(client, sidecar);
    keeper =
        new RunKeeper(openRuns, registrations, instances, children, runChanges, clock, metrics);
    deadlineKeeper = new DeadlineKeeper(deadlines, documents, tasks, clock, metrics);
  }

  private static Properties properties(DaprSettings settings) {
    return new Properties(
        settings
            .sidecarPort()
            .map(port -> Map.of(Properties.GRPC_PORT.getName(), port.toString()))
            .orElse(Map.of()));
  }

  private static DaprClient client(DaprSettings settings) {
    var clients = new DaprClientBuilder().withResiliencyOptions(LimitedCalls.options());
    settings
        .sidecarPort()
        .ifPresent(port -> clients.withPropertyOverride(Properties.GRPC_PORT, port.toString()));
    return clients.build();
  }

  private static ActorRuntime actors(Properties properties, DaprSettings settings) {
    var actors = ActorRuntime.getInstance(properties);
    actors.getConfig().setActorIdleTimeout(settings.idleTimeout());
    return actors;
  }

  private ActorTypes types(
      DaprSettings settings,
      Documents documents,
      Removals removals,
      PubsubOutbox outbox,
      InstantSource clock,
      Responder responder,
      Activity activity) {
    return new ActorTypes(
        documents,
        removals,
        deadlines,
        outbox,
        records,
        copies(settings, workflowChannel),
        clock,
        responder,
        settings.exchangesKept(),
        activity);
  }

  private static Callbacks callbacks(
      DaprSettings settings, ActorRuntime actors, BooleanSupplier usable) {
    return new Callbacks(
        settings.callbackHost(), settings.callbackPort(), settings.callbackToken(), actors, usable);
  }

  private static ActorStates copies(DaprSettings settings, ManagedChannel channel) {
    return settings.copiesToActorState() ? ActorStates.over(channel) : ActorStates.none();
  }

  private static Stream<TaskActivityFactory> activities(
      Kinds kinds,
      Tasks tasks,
      InstantSource clock,
      Registrations registrations,
      PubsubOutbox outbox,
      DaprChildren children,
      TracedCalls traced) {
    var steps = new StepExecutor(kinds, tasks, children);
    return Stream.of(
            new RunTaskSteps(kinds, steps, clock),
            new RunOutsideStep(kinds, steps, clock),
            new RunChildren(kinds, steps),
            new TellParent(kinds, children),
            new PublishCompensated(kinds, registrations, outbox))
        .map(WorkflowActivityInstanceWrapper::new)
        .map(traced::traced);
  }

  private static ManagedChannel channel(Properties properties, ClientInterceptor... more) {
    var all = Stream.concat(Stream.of(new ApiTokenClientInterceptor(properties)), Stream.of(more));
    return NetworkUtils.buildGrpcManagedChannel(properties, all.toArray(ClientInterceptor[]::new));
  }

  /**
   * Starts the engine. It becomes ready when the sidecar is.
   *
   * @throws IllegalStateException if the callback port is not available
   */
  public static DaprEngine open(
      DaprSettings settings,
      InstantSource clock,
      Kinds kinds,
      Responder responder,
      EventPublisher publisher,
      Activity activity) {
    // Both engines use times in milliseconds, so that they give the same answers.
    InstantSource millis = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    SidecarCalls.ignoreLateFailures();
    var engine = new DaprEngine(settings, millis, kinds, responder, publisher, activity);
    LOG.log(INFO, "waiting for the sidecar on port {0}", Integer.toString(engine.callbacks.port()));
    return engine;
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

  /** The bulks. */
  public Bulks bulks() {
    return bulks;
  }

  /** The events that no attempt could publish. */
  public DeadLetters deadLetters() {
    return events.deadLetters();
  }

  /** The ids of the bulks. */
  BulkSets bulkSets() {
    return bulkSets;
  }

  /** The runs of all kinds. */
  public Runs<?> runs() {
    return runs;
  }

  /** Returns where it is recorded who changed what. */
  public AuditLog audit() {
    return records.audit();
  }

  /** Returns the changes of the tasks and runs of all replicas, for the lists. */
  public Changes changes() {
    return changes;
  }

  /** Checks that an actor can take a turn and that workflows can be started. */
  public Readiness readiness() {
    return readiness;
  }

  /** Returns what only this engine counts. An {@link Activity} counts what every engine has. */
  public List<Metric> metrics() {
    return Stream.concat(metrics.all().stream(), Stream.of(sidecar.version())).toList();
  }

  /**
   * Has this handler answer the requests that other apps send by Dapr's service invocation. Until
   * then they get 503.
   */
  public void serve(Handler requests) {
    callbacks.serve(requests);
  }

  /** Calls this, with the reason, if the port for the sidecar accepts no connections any more. */
  public void onLost(Consumer<String> action) {
    callbacks.onLost(action);
  }

  /** Shuts down. Work that takes too long is left to other replicas. */
  @Override
  public void close() {
    watch.close();
    store.close();
    keeper.close();
    deadlineKeeper.close();
    events.close();
    var ending = Thread.ofPlatform().daemon().name("taskagent-worker-end").start(worker::close);
    try {
      ending.join(WORKER_MAY_TAKE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    callbacks.close();
    openRuns.close();
    follower.close();
    records.close();
    deadlines.close();
    workflowChannel.shutdownNow();
    eventChannel.shutdownNow();
    actorClient.close();
    try {
      client.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "closing the Dapr client failed", e);
    }
  }
}
