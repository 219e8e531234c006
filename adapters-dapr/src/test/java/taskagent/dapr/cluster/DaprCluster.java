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
 * Redis, Dapr's placement and scheduler, and replicas of Task Agent with a sidecar each. Every part
 * is a container of its own on free ports of the loopback address. The names of the parts are
 * {@code redis}, {@code placement}, {@code scheduler}, {@code app-0}, {@code daprd-0}, {@code
 * app-1} and so on.
 *
 * <p>A scheduler that was killed answers at once after a restart, but works only when its old lease
 * has expired, about 20 s later. Until then reminders wait, and a sidecar that starts is not
 * healthy.
 *
 * <p>The data of Redis, of the scheduler and of the apps, and at the end all logs, are in {@code
 * target/clusters}.
 */
public final class DaprCluster implements AutoCloseable {

  /** The app-id. */
  public static final String APP_ID = "task-agent-system";

  /** Longer than an app may take to shut down. */
  private static final Duration ENDING = Duration.ofSeconds(40);

  private final ClusterPlan plan;
  private final Ports ports = new Ports();
  private final Folder folder = new Folder();
  private final Containers containers = new Containers(ports, folder.user());
  private final int redisPort = ports.next();
  private final int placementPort = ports.next();
  private final int schedulerPort = ports.next();
  private final int schedulerHealth = ports.next();
  private final int etcdPort = ports.next();
  private final List<Replica> replicas;
  private final Map<String, ClusterPart> parts = new LinkedHashMap<>();

  /** Prepares ports and a folder, and starts nothing. */
  public DaprCluster(ClusterPlan plan) {
    this.plan = plan;
    this.replicas = IntStream.range(0, plan.replicas()).mapToObj(this::replica).toList();
  }

  private Replica replica(int index) {
    return new Replica(index, ports.next(), ports.next(), ports.next(), ports.next(), ports.next());
  }

  /** Starts all parts, and waits until every sidecar can be used and every app is live. */
  public DaprCluster start() {
    checkDocker();
    try {
      add(containers.redis(redisPort, folder.data("redis"), plan.everyWriteSafe()));
      add(containers.placement(placementPort));
      add(containers.scheduler(schedulerPort, schedulerHealth, etcdPort, folder.data("scheduler")));
      parts.values().forEach(ClusterPart::awaitReady);
      var components = folder.components(redisPort);
      plan.key().ifPresent(this::encryptWith);
      for (var replica : replicas) {
        if (plan.app()) {
          add(app(replica, Images.APP.image(), plan));
        }
        add(
            containers.daprd(
                replica,
                components,
                plan.placement().orElse(placementPort),
                schedulerPort,
                plan.isWatched()));
      }
      parts.values().forEach(ClusterPart::awaitReady);
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw new IllegalStateException("the cluster does not start; see " + folder, e);
    }
  }

  /**
   * Starts a sidecar for another app, and waits until it can be used. It uses the same components.
   * The other app calls it and is not called by it.
   *
   * @return the port of its gRPC API
   */
  public int startSidecar(String appId) {
    var ports = replica(replicas.size());
    var part = containers.otherDaprd(appId, ports, folder.components(redisPort), schedulerPort);
    add(part);
    part.awaitReady();
    return ports.grpc();
  }

  /**
   * Starts a sidecar for another app that calls actors, and waits until it can be used.
   *
   * @return the port of its HTTP API
   */
  public int startCallingSidecar(String appId) {
    var ports = replica(replicas.size());
    var components = folder.components(redisPort);
    var part = containers.callingDaprd(appId, ports, components, placementPort, schedulerPort);
    add(part);
    part.awaitReady();
    return ports.http();
  }

  private ClusterPart app(Replica replica, String image, ClusterPlan plan) {
    var clock = Containers.address(schedulerHealth) + "/healthz";
    var faketime = plan.clocks().map(clocks -> clocks.into(faketime(replica.index())));
    return containers.app(
        replica, plan, image, clock, faketime, folder.data("app-" + replica.index()));
  }

  private Path faketime(int replica) {
    return folder.data("faketime-" + replica);
  }

  private void add(ClusterPart part) {
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

  /** Returns the addresses of the apps. */
  public List<String> addresses() {
    return replicas.stream().map(replica -> Containers.address(replica.app())).toList();
  }

  /** Returns the addresses of the sidecars' HTTP APIs. */
  public List<String> sidecars() {
    return replicas.stream().map(replica -> Containers.address(replica.http())).toList();
  }

  /** Returns the ports of the sidecars' gRPC APIs. */
  public List<Integer> grpcPorts() {
    return replicas.stream().map(Replica::grpc).toList();
  }

  /** Returns the ports on which the sidecars serve each other. */
  public List<Integer> internalPorts() {
    return replicas.stream().map(Replica::internal).toList();
  }

  /** Returns the ports on which the sidecars call their apps. */
  public List<Integer> callbackPorts() {
    return replicas.stream().map(Replica::callback).toList();
  }

  /** Returns the port of placement. */
  public int placementPort() {
    return placementPort;
  }

  /** Runs a Redis command, and returns the answer as {@code redis-cli} prints it. */
  public String redis(String... command) {
    var whole = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(redisPort)));
    whole.addAll(List.of(command));
    return part("redis").run(whole.toArray(String[]::new));
  }

  /** Returns the address of the HTTP API of etcd, in which the scheduler keeps its jobs. */
  public String etcd() {
    return Containers.address(etcdPort);
  }

  /** Returns the data folder of a part: {@code redis} or {@code scheduler}. */
  public Path data(String part) {
    return folder.data(part);
  }

  /** Returns the names of all parts. */
  public List<String> names() {
    return List.copyOf(parts.keySet());
  }

  /** Kills a part with SIGKILL. */
  public void kill(String part) {
    part(part).kill();
  }

  /** Stops a part with SIGTERM, and with SIGKILL after that time. */
  public void stop(String part, Duration patience) {
    part(part).stop(patience);
  }

  /** Starts a part that was killed or stopped, without waiting. */
  public void start(String part) {
    part(part).start();
  }

  /**
   * Shuts an app down, and starts one with that image in its place, for example another version.
   */
  public void replace(int replica, String image) {
    replace(replica, image, plan);
  }

  /** Shuts an app down, and starts one of this build with these settings besides its own. */
  public void replaceWith(int replica, String... more) {
    var settings = new ArrayList<>(plan.settings());
    settings.addAll(List.of(more));
    replace(replica, Images.APP.image(), plan.settings(settings.toArray(String[]::new)));
  }

  private void replace(int replica, String image, ClusterPlan with) {
    var name = "app-" + replica;
    stop(name, ENDING);
    folder.keepLog(name + "-replaced", logs(name));
    part(name).remove();
    add(app(replicas.get(replica), image, with));
  }

  /** Shuts an app down, and starts one of this build in its place. */
  public void replace(int replica) {
    replace(replica, Images.APP.image());
  }

  /**
   * Has the sidecars that start from now on encrypt the state store.
   *
   * @param keys the names of the keys; the first one encrypts, and the second, if there is one,
   *     only decrypts
   */
  public void encryptWith(String... keys) {
    folder.encrypt(List.of(keys));
  }

  /**
   * Changes the clock of an app, whether or not the app runs.
   *
   * @param ahead the difference to the real time in whole seconds, which may be negative
   */
  public void setClock(int replica, Duration ahead) {
    plan.clocks()
        .orElseThrow(() -> new IllegalStateException("the plan is without wrong clocks"))
        .set(faketime(replica), ahead);
  }

  /** Waits until a part can be used. A sidecar can be used before its app: see {@link #start()}. */
  public void awaitReady(String part) {
    part(part).awaitReady();
  }

  /** Starts all stopped parts, resumes all frozen ones, and waits until every app is ready. */
  public void heal() {
    parts.values().forEach(ClusterPart::heal);
    awaitServing();
  }

  /** Waits until every app reports that it is ready, so that its actors can take turns. */
  public void awaitServing() {
    replicas.forEach(replica -> awaitServing(replica.index()));
  }

  /** Waits until one app reports that it is ready. */
  public void awaitServing(int replica) {
    ClusterPart.await(
        "app-" + replica + " serves",
        () -> PartReadiness.http(replicas.get(replica).app(), "/health/ready").asked());
  }

  /** Returns the exit code of a part. */
  public int exitCode(String part) {
    return part(part).exitCode();
  }

  /** Freezes a part. */
  public void pause(String part) {
    part(part).pause();
  }

  /** Resumes a frozen part. */
  public void unpause(String part) {
    part(part).unpause();
  }

  /** Returns true if a part runs. A frozen part runs. */
  public boolean runs(String part) {
    return part(part).runs();
  }

  /** Returns everything that a part has printed, including before restarts. */
  public String logs(String part) {
    return part(part).log();
  }

  /** Waits until a part has printed that, which may be before a restart. */
  public void awaitLog(String part, String said, Duration atMost) {
    Awaitility.await(part + " says: " + said).atMost(atMost).until(() -> logs(part).contains(said));
  }

  private ClusterPart part(String name) {
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
