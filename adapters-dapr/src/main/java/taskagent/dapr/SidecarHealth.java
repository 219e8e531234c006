package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.ActiveActorsCount;
import io.dapr.v1.DaprProtos.ActorRuntime;
import io.dapr.v1.DaprProtos.GetMetadataRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.WorkflowId;

/**
 * Tells a sidecar that is ill from one that merely misses something: one that has all it needs, its
 * app, the store and placement, and yet does not do its work. Dapr 1.18.2 has two such illnesses,
 * neither of which it gets over:
 *
 * <ul>
 *   <li>When the app is killed or frozen with workflows in flight, it may wait for ever for these:
 *       it takes its types of actors for workflows out of its table, but never tells placement, so
 *       that all sidecars go on asking it for workflows, and those stand still.
 *   <li>When it loses placement after a new table of hosts came, but before all have taken it, it
 *       may never let calls of actors through again whose hosts had changed. Any sidecar that ends
 *       can bring this upon the others.
 * </ul>
 */
final class SidecarHealth {

  /** So many actors are asked at once, which are hosted here and there, and one has to answer. */
  private static final int ASKED = 3;

  /** Of so many, since each stays for a while where it was asked. */
  private static final int ACTORS = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ManagedChannel worker;
  private final DaprGrpc.DaprBlockingStub sidecar;
  private final ActorProxyBuilder<TaskActor> actors;
  private final Instances instances;
  private final Documents documents;

  /**
   * Of the sidecar at the other end of that connection.
   *
   * @param worker by which the sidecar gives us workflows
   */
  SidecarHealth(
      ManagedChannel worker,
      ActorProxyBuilder<TaskActor> actors,
      Instances instances,
      Documents documents) {
    this.worker = worker;
    this.sidecar = DaprGrpc.newBlockingStub(worker);
    this.actors = actors;
    this.instances = instances;
    this.documents = documents;
  }

  /**
   * What it does not do, though it could; nothing if it is well.
   *
   * @throws Unavailable if the sidecar or the store is away, which is another matter
   */
  Optional<String> ailment() {
    if (!Reach.connected(worker)) {
      return Optional.empty();
    }
    var runtime = runtime();
    var types = runtime.getActiveActorsList().stream().map(ActiveActorsCount::getType).toList();
    if (hostsNoWorkflows(types)) {
      return Optional.of("hosts no workflows");
    }
    if (!types.contains(TaskActor.TYPE) || !runtime.getHostReady()) {
      return Optional.empty(); // the app is not well, or placement is away
    }
    documents.probe();
    if (!anyAnswers(id -> actors.build(new ActorId(id)).ping())) {
      return Optional.of("lets no actor take a turn");
    }
    if (!anyAnswers(id -> Mono.fromCallable(() -> instances.find(new WorkflowId(id))))) {
      return Optional.of("finds no workflow");
    }
    return Optional.empty();
  }

  private ActorRuntime runtime() {
    try {
      return sidecar
          .withDeadlineAfter(Reach.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .getMetadata(GetMetadataRequest.getDefaultInstance())
          .getActorRuntime();
    } catch (StatusRuntimeException e) {
      throw Reach.unavailable(e);
    }
  }

  /** Tasks are hosted as soon as anything is. */
  static boolean hostsNoWorkflows(List<String> types) {
    return types.contains(TaskActor.TYPE)
        && types.stream()
            .noneMatch(type -> type.startsWith("dapr.internal.") && type.endsWith(".workflow"));
  }

  /** Those that another replica hosts may be silent for reasons of its own. */
  private static boolean anyAnswers(Function<String, Mono<?>> ask) {
    var asked =
        ThreadLocalRandom.current()
            .ints(ASKED, 0, ACTORS)
            .mapToObj(i -> ask.apply("_ready-" + i).subscribeOn(Schedulers.boundedElastic()))
            .toList();
    try {
      Reach.of(Mono.firstWithValue(asked).timeout(PATIENCE));
      return true;
    } catch (Unavailable e) {
      return false;
    }
  }
}
