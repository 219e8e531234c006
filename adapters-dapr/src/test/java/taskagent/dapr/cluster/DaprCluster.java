package taskagent.dapr.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;

/**
 * Redis, Dapr's placement and scheduler, and replicas of Task Agent with a sidecar each: every part
 * in a container of its own, on free ports of the loopback address. Parts go by the names {@code
 * redis}, {@code placement}, {@code scheduler}, {@code app-0}, {@code daprd-0}, {@code app-1} and
 * so on.
 *
 * <p>A scheduler that was killed answers at once when it is started again, but does its work only
 * when the lease of its former self has run out, some 20 s later. Until then reminders wait, and a
 * sidecar that starts is not healthy.
 *
 * <p>What Redis and the scheduler keep, and at the end what all have logged, is in {@code
 * target/clusters}.
 */
public final class DaprCluster implements AutoCloseable {

  /** The app's name for Dapr. */
  public static final String APP_ID = "task-agent-system";

  /** Longer than an app may take to end. */
  private static final Duration ENDING = Duration.ofSeconds(40);

  private final ClusterPlan plan;
  private final Ports ports = new Ports();
  private final Folder folder = new Folder();
  private final Containers containers = new Containers(ports, folder.user());
  private final int redisPort = ports.next();
  private final int placementPort = ports.next();
  private final int schedulerPort = ports.next();
  private final int schedulerHealth = ports.next();
  private final List<Replica> replicas;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** A cluster with its ports and its folder, none of which runs yet. */
  public DaprCluster(ClusterPlan plan) {
    this.plan = plan;
    this.replicas = IntStream.range(0, plan.replicas()).mapToObj(this::replica).toList();
  }

  private Replica replica(int index) {
    return new Replica(index, ports.next(), ports.next(), ports.next(), ports.next(), ports.next());
  }

  /** Starts everything, and waits until every sidecar can be used and every app is ready. */
  public DaprCluster start() {
    checkDocker();
    try {
      add(containers.redis(redisPort, folder.data("redis"), plan.everyWriteSafe()));
      add(containers.placement(placementPort));
      add(containers.scheduler(schedulerPort, schedulerHealth, folder.data("scheduler")));
      parts.values().forEach(Part::awaitReady);
      var components = folder.components(redisPort);
      for (var replica : replicas) {
        if (plan.app()) {
          add(app(replica, Images.APP.image()));
        }
        add(
            containers.daprd(
                replica,
                components,
                plan.placement().orElse(placementPort),
                schedulerPort,
                plan.isWatched()));
      }
      parts.values().forEach(Part::awaitReady);
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw new IllegalStateException("the cluster does not start; see " + folder, e);
    }
  }

  private Part app(Replica replica, String image) {
    var clock = Containers.address(schedulerHealth) + "/healthz";
    var faketime = plan.clocks().map(clocks -> clocks.into(faketime(replica.index())));
    return containers.app(replica, plan, image, clock, faketime);
  }

  private Path faketime(int replica) {
    return folder.data("faketime-" + replica);
  }

  private void add(Part part) {
    parts.put(part.name(), part);
    part.start();
  }

  private void checkDocker() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "no Docker engine answers; start yours, or run k8s/images/docker");
    }
    Images.check(
        plan.app() ? EnumSet.allOf(Images.class) : EnumSet.complementOf(EnumSet.of(Images.APP)));
  }

  /** Where the apps serve. */
  public List<String> addresses() {
    return replicas.stream().map(replica -> Containers.address(replica.app())).toList();
  }

  /** Where the sidecars' HTTP APIs are. */
  public List<String> sidecars() {
    return replicas.stream().map(replica -> Containers.address(replica.http())).toList();
  }

  /** The ports of the sidecars' gRPC APIs. */
  public List<Integer> grpcPorts() {
    return replicas.stream().map(Replica::grpc).toList();
  }

  /** The ports where the sidecars serve each other. */
  public List<Integer> internalPorts() {
    return replicas.stream().map(Replica::internal).toList();
  }

  /** Where the sidecars call their apps. */
  public List<Integer> callbackPorts() {
    return replicas.stream().map(Replica::callback).toList();
  }

  /** Where placement is. */
  public int placementPort() {
    return placementPort;
  }

  /** What Redis answers to a command, as {@code redis-cli} prints it. */
  public String redis(String... command) {
    var whole = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(redisPort)));
    whole.addAll(List.of(command));
    return part("redis").run(whole.toArray(String[]::new));
  }

  /** The folder of what a part keeps: {@code redis} or {@code scheduler}. */
  public Path data(String part) {
    return folder.data(part);
  }

  /** The names of all parts. */
  public List<String> names() {
    return List.copyOf(parts.keySet());
  }

  /** Kills a part with SIGKILL. */
  public void kill(String part) {
    part(part).kill();
  }

  /** Ends a part with SIGTERM; how it must end is up to it, but only for so long. */
  public void stop(String part, Duration patience) {
    part(part).stop(patience);
  }

  /** Starts a part that was killed or stopped, without waiting. */
  public void start(String part) {
    part(part).start();
  }

  /** Ends an app in order, and starts one of that image in its place: another version, say. */
  public void replace(int replica, String image) {
    var name = "app-" + replica;
    stop(name, ENDING);
    folder.keepLog(name + "-replaced", logs(name));
    part(name).remove();
    add(app(replicas.get(replica), image));
  }

  /** Ends an app in order, and starts one of this build in its place. */
  public void replace(int replica) {
    replace(replica, Images.APP.image());
  }

  /**
   * Sets the clock of an app wrong, whether or not it runs, or right again.
   *
   * @param ahead by how much, which may be negative, in whole seconds
   */
  public void setClock(int replica, Duration ahead) {
    plan.clocks()
        .orElseThrow(() -> new IllegalStateException("the plan is without wrong clocks"))
        .set(faketime(replica), ahead);
  }

  /** Waits until a part can be used. A sidecar counts before its app does: see {@link #start()}. */
  public void awaitReady(String part) {
    part(part).awaitReady();
  }

  /** Starts whatever does not run, lets go on what is frozen, and waits until every app serves. */
  public void heal() {
    parts.values().forEach(Part::heal);
    awaitServing();
  }

  /** Waits until every app says that it is ready: that its actors can take turns. */
  public void awaitServing() {
    replicas.forEach(replica -> awaitServing(replica.index()));
  }

  /** Waits until that app says that it is ready. */
  public void awaitServing(int replica) {
    Part.await(
        "app-" + replica + " serves",
        () -> Readiness.http(replicas.get(replica).app(), "/health/ready").asked());
  }

  /** With which code a part ended. */
  public int exitCode(String part) {
    return part(part).exitCode();
  }

  /** Freezes a part. */
  public void pause(String part) {
    part(part).pause();
  }

  /** Lets a frozen part go on. */
  public void unpause(String part) {
    part(part).unpause();
  }

  /** Whether a part runs; a frozen one does. */
  public boolean runs(String part) {
    return part(part).runs();
  }

  /** What a part has printed, over all its lives. */
  public String logs(String part) {
    return part(part).log();
  }

  /** Waits until a part has printed that, in whichever of its lives. */
  public void awaitLog(String part, String said, Duration atMost) {
    Awaitility.await(part + " says: " + said).atMost(atMost).until(() -> logs(part).contains(said));
  }

  private Part part(String name) {
    return Optional.ofNullable(parts.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no part " + name + " in " + names()));
  }

  /** Keeps the logs, and removes all containers. */
  @Override
  public void close() {
    var all = new ArrayList<>(parts.values());
    for (var part : all.reversed()) {
      folder.keepLog(part.name(), part.log());
      part.remove();
    }
    parts.clear();
  }
}
