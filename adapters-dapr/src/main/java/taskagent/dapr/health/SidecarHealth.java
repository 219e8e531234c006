package taskagent.dapr.health;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.ActiveActorsCount;
import io.dapr.v1.DaprProtos.ActorRuntime;
import io.dapr.v1.DaprProtos.GetMetadataRequest;
import io.dapr.v1.DaprProtos.GetMetadataResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import taskagent.dapr.actor.TaskActor;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.dapr.store.Documents;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Unavailable;

/**
 * Detects a sidecar that cannot recover by itself, as opposed to one that waits for its app, the
 * store or placement. Dapr 1.18.2 has two such failures:
 *
 * <ul>
 *   <li>When the app is killed or frozen while workflows are in flight, the sidecar may wait for
 *       them forever. It removes its workflow actor types from its own table but does not tell
 *       placement, so all sidecars keep sending it workflows, and those make no progress.
 *   <li>When the sidecar loses placement after a new table of hosts was distributed but before all
 *       sidecars have applied it, it may block calls to the moved actors forever. The shutdown of
 *       any other sidecar can cause this.
 * </ul>
 */
public final class SidecarHealth {

  /** The number of actors called at once, on various hosts. One answer is enough. */
  private static final int ASKED = 3;

  /**
   * The number of ids to choose from. It is small because each called actor stays active for a
   * while.
   */
  private static final int ACTORS = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ManagedChannel worker;
  private final DaprGrpc.DaprBlockingStub sidecar;
  private final ActorProxyBuilder<TaskActor> actors;
  private final WorkflowInstances instances;
  private final Documents documents;
  private final LongSupplier turns;

  /**
   * Checks the sidecar at the other end of a connection.
   *
   * @param worker the connection over which the sidecar sends workflows
   * @param turns the number of turns that actors have taken here
   */
  public SidecarHealth(
      ManagedChannel worker,
      ActorProxyBuilder<TaskActor> actors,
      WorkflowInstances instances,
      Documents documents,
      LongSupplier turns) {
    this.worker = worker;
    this.sidecar = DaprGrpc.newBlockingStub(worker);
    this.actors = actors;
    this.instances = instances;
    this.documents = documents;
    this.turns = turns;
  }

  /**
   * Returns what the sidecar fails to do although it has all it needs, or nothing if it is healthy.
   *
   * @throws Unavailable if the sidecar or the store is unavailable, which is another problem
   */
  Optional<String> ailment() {
    if (!connected()) {
      return Optional.empty();
    }
    var runtime = metadata().getActorRuntime();
    var types = types(runtime);
    if (hostsNoWorkflows(types)) {
      return Optional.of("no workflows are hosted");
    }
    if (!types.contains(TaskActor.TYPE) || !runtime.getHostReady()) {
      return Optional.empty(); // the app is unhealthy, or placement is unavailable
    }
    documents.probe();
    if (noTurns(() -> anyAnswers(id -> actors.build(new ActorId(id)).ping()), turns)) {
      return Optional.of("no actor can take a turn");
    }
    if (!anyAnswers(id -> Mono.fromRunnable(() -> instances.probe(id)).thenReturn(id))) {
      return Optional.of("no workflow can be found");
    }
    return Optional.empty();
  }

  /**
   * Returns true if the sidecar hosts the actors and the workflows of its app.
   *
   * @throws Unavailable if the sidecar is unavailable
   */
  boolean hostsAll() {
    var types = types();
    return types.contains(TaskActor.TYPE) && !hostsNoWorkflows(types);
  }

  private List<String> types() {
    return types(metadata().getActorRuntime());
  }

  private static List<String> types(ActorRuntime runtime) {
    return runtime.getActiveActorsList().stream().map(ActiveActorsCount::getType).toList();
  }

  /** Returns true if the sidecar can be called. */
  boolean connected() {
    return SidecarCalls.connected(worker);
  }

  /**
   * Describes the sidecar: its app-id, its version and its components.
   *
   * @throws Unavailable if the sidecar is unavailable
   */
  String description() {
    var metadata = metadata();
    var components =
        metadata.getRegisteredComponentsList().stream()
            .map(component -> component.getName() + " (" + component.getType() + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    return "app-id %s, Dapr %s, components %s"
        .formatted(metadata.getId(), metadata.getRuntimeVersion(), components);
  }

  /** Returns the version of the sidecar as a metric, which has no value while it is unavailable. */
  public Metric version() {
    return Metric.gauge(
        "taskagent_dapr_version",
        "The version of the Dapr sidecar, by its parts.",
        List.of(sample("major", 0), sample("minor", 1), sample("patch", 2)));
  }

  private Metric.Sample sample(String name, int index) {
    return new Metric.Sample(
        Map.of("part", name),
        () -> {
          if (!connected()) {
            throw Unavailable.outOfReach("the sidecar is unavailable");
          }
          return part(metadata().getRuntimeVersion(), index);
        });
  }

  /** Returns a part of a version such as 1.18.2 or v1.18.2-rc.1; 0 if it has no such part. */
  static long part(String version, int index) {
    var numbers = version.replaceFirst("^v", "").split("[^0-9]", -1);
    return index < numbers.length && !numbers[index].isEmpty() ? Long.parseLong(numbers[index]) : 0;
  }

  private GetMetadataResponse metadata() {
    try {
      return sidecar
          .withDeadlineAfter(SidecarCalls.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .getMetadata(GetMetadataRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw SidecarCalls.unavailable(e);
    }
  }

  /**
   * Returns true if no called actor answers and no other actor took a turn meanwhile. When
   * thousands of reminders are due at once, the calls wait behind them: the sidecar is only busy.
   */
  static boolean noTurns(BooleanSupplier answers, LongSupplier turns) {
    long before = turns.getAsLong();
    return !answers.getAsBoolean() && turns.getAsLong() == before;
  }

  /** Returns true if the sidecar hosts tasks, which come first, but no workflows. */
  static boolean hostsNoWorkflows(List<String> types) {
    return types.contains(TaskActor.TYPE)
        && types.stream()
            .noneMatch(type -> type.startsWith("dapr.internal.") && type.endsWith(".workflow"));
  }

  /**
   * Returns true if one of several randomly chosen ids answers. Those on another replica may fail
   * for reasons of their own.
   */
  private static boolean anyAnswers(Function<String, Mono<?>> ask) {
    var asked =
        ThreadLocalRandom.current()
            .ints(ASKED, 0, ACTORS)
            .mapToObj(i -> ask.apply("_ready-" + i).subscribeOn(Schedulers.boundedElastic()))
            .toList();
    try {
      SidecarCalls.of(Mono.firstWithValue(asked).timeout(PATIENCE));
      return true;
    } catch (Unavailable e) {
      return false;
    }
  }
}
