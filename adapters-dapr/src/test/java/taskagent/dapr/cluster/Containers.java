package taskagent.dapr.cluster;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Creates the containers. All use the host's network, but only its loopback address, so that a part
 * has the same address for all others and after a restart.
 */
final class Containers {

  private static final String HOST = "127.0.0.1";

  private final Ports ports;
  private final String user;

  Containers(Ports ports, String user) {
    this.ports = ports;
    this.user = user;
  }

  static String address(int port) {
    return "http://" + endpoint(port);
  }

  private static String endpoint(int port) {
    return HOST + ":" + port;
  }

  ClusterPart redis(int port, Path data, boolean everyWriteSafe) {
    var command = new ArrayList<>(List.of("redis-server", "--bind", HOST, "--dir", "/data"));
    flag(command, "--port", port);
    flag(command, "--appendonly", "yes");
    flag(command, "--appendfsync", everyWriteSafe ? "always" : "everysec");
    flag(command, "--save", ""); // the append-only file is enough; snapshots would only disturb
    var container =
        container(Images.REDIS.image(), command, List.of(mount(data, "/data", AccessMode.rw)));
    return new ClusterPart("redis", container, PartReadiness.redis(port));
  }

  ClusterPart placement(int port) {
    int health = ports.next();
    var command = control("/placement", port, health);
    flag(command, "--initial-cluster", "dapr-placement-0=" + endpoint(ports.next()));
    var container = container(Images.DAPR.image(), command, List.of());
    return new ClusterPart("placement", container, PartReadiness.http(health, "/healthz"));
  }

  ClusterPart scheduler(int port, int health, int etcd, Path data) {
    var command = control("/scheduler", port, health);
    flag(command, "--etcd-data-dir", "/data");
    flag(command, "--etcd-client-port", etcd);
    flag(command, "--etcd-client-listen-address", HOST);
    flag(command, "--etcd-initial-cluster", "dapr-scheduler-server-0=" + address(ports.next()));
    var container =
        container(Images.DAPR.image(), command, List.of(mount(data, "/data", AccessMode.rw)));
    return new ClusterPart("scheduler", container, PartReadiness.http(health, "/healthz"));
  }

  ClusterPart daprd(
      Replica replica, Path components, int placement, int scheduler, boolean watching) {
    var command = sidecar(DaprCluster.APP_ID, replica, scheduler);
    flag(command, "--placement-host-address", endpoint(placement));
    flag(command, "--app-port", replica.callback());
    flag(command, "--app-protocol", "http");
    flag(command, "--app-channel-address", HOST);
    if (watching) { // as in k8s/base/deployment.yaml
      command.add("--enable-app-health-check");
      flag(command, "--app-health-check-path", "/healthz");
      flag(command, "--app-health-probe-interval", 1);
      flag(command, "--app-health-probe-timeout", 1000);
      flag(command, "--app-health-threshold", 5);
    }
    return daprd("daprd-" + replica.index(), replica, components, command);
  }

  /**
   * Creates the sidecar of another app, which calls its sidecar and is not called by it. It hosts
   * no actors, and placement does not know it: whenever a host joins or leaves, Dapr interrupts the
   * turns of all actors.
   */
  ClusterPart otherDaprd(String appId, Replica ports, Path components, int scheduler) {
    var command = sidecar(appId, ports, scheduler);
    return daprd("daprd-" + appId, ports, components, command);
  }

  /** Creates the sidecar of another app, which calls actors. */
  ClusterPart callingDaprd(
      String appId, Replica ports, Path components, int placement, int scheduler) {
    var command = sidecar(appId, ports, scheduler);
    flag(command, "--placement-host-address", endpoint(placement));
    return daprd("daprd-" + appId, ports, components, command);
  }

  private List<String> sidecar(String appId, Replica replica, int scheduler) {
    List<String> command = new ArrayList<>(List.of("/daprd", "--app-id", appId));
    flag(command, "--dapr-listen-addresses", HOST);
    flag(command, "--dapr-http-port", replica.http());
    flag(command, "--dapr-grpc-port", replica.grpc());
    flag(command, "--dapr-internal-grpc-port", replica.internal());
    flag(command, "--dapr-internal-grpc-listen-address", HOST);
    flag(command, "--metrics-port", ports.next());
    flag(command, "--metrics-listen-address", HOST);
    flag(command, "--scheduler-host-address", endpoint(scheduler));
    flag(command, "--resources-path", "/components");
    flag(command, "--config", "/components/config.yaml");
    flag(command, "--config", "/components/loopback.yaml");
    flag(command, "--dapr-graceful-shutdown-seconds", 5);
    return command;
  }

  private ClusterPart daprd(String name, Replica replica, Path components, List<String> command) {
    var binds = List.of(mount(components, "/components", AccessMode.ro));
    // Docker restarts a sidecar that exits by itself, but not one that was killed.
    var container = container(Images.DAPR.image(), command, binds, RestartPolicy.alwaysRestart());
    container.withEnv("DAPR_HOST_IP", HOST); // the address that it announces to the others
    // This does not wait for the app.
    var readiness = PartReadiness.http(replica.http(), "/v1.0/healthz/outbound");
    return new ClusterPart(name, container, readiness);
  }

  /**
   * Creates the container of an app.
   *
   * @param clock the URL of the clock that it uses, unless its version does not know this setting
   * @param faketime the folder of the library that changes its clock
   * @param data its data folder
   */
  ClusterPart app(
      Replica replica,
      ClusterPlan plan,
      String image,
      String clock,
      Optional<Path> faketime,
      Path data) {
    var command = new ArrayList<>(List.of("serve", "--engine", "dapr", "--host", HOST));
    flag(command, "--port", replica.app());
    flag(command, "--callback-port", replica.callback());
    command.addAll(plan.settings());
    var binds = new ArrayList<>(List.of(mount(data, "/data", AccessMode.rw)));
    faketime.ifPresent(from -> binds.add(mount(from, WrongClocks.FOLDER, AccessMode.ro)));
    var container = container(image, command, binds);
    plan.clocks().map(WrongClocks::environment).ifPresent(container::withEnv);
    if (image.equals(Images.APP.image())) {
      container.withEnv("TASKAGENT_DAPR_CLOCK_URL", clock);
    }
    container.withEnv(
        Map.of(
            // In lives this short, the optimizing compiler takes the processor from the tests.
            "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1",
            "DAPR_HTTP_PORT", Integer.toString(replica.http()),
            "DAPR_GRPC_PORT", Integer.toString(replica.grpc())));
    container.withEnv(plan.environment());
    return new ClusterPart(
        "app-" + replica.index(), container, PartReadiness.http(replica.app(), "/healthz"));
  }

  /** Returns the flags that Dapr's control services have in common. */
  private List<String> control(String binary, int port, int health) {
    var command = new ArrayList<>(List.of(binary, "--listen-address", HOST));
    flag(command, "--port", port);
    flag(command, "--healthz-port", health);
    flag(
        command,
        "--healthz-listen-address",
        HOST); // Dapr 1.18 ignores it and listens on all addresses
    flag(command, "--metrics-port", ports.next());
    flag(command, "--metrics-listen-address", HOST);
    return command;
  }

  private static void flag(List<String> command, String name, Object value) {
    command.add(name);
    command.add(value.toString());
  }

  private static Bind mount(Path folder, String at, AccessMode mode) {
    return new Bind(folder.toString(), new Volume(at), mode);
  }

  private GenericContainer<?> container(String image, List<String> command, List<Bind> binds) {
    return container(image, command, binds, RestartPolicy.noRestart());
  }

  private GenericContainer<?> container(
      String image, List<String> command, List<Bind> binds, RestartPolicy again) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withNetworkMode("host")
        .withCommand(command.toArray(String[]::new))
        .withCreateContainerCmdModifier(
            create ->
                Objects.requireNonNull(create.withUser(user).getHostConfig())
                    .withBinds(binds)
                    .withRestartPolicy(again));
  }
}
