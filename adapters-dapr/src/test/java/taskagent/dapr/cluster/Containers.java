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
 * How each part is run. All use the host's network, but only its loopback address: a part has the
 * same address for the others, for the test, and after a restart.
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

  Part redis(int port, Path data, boolean everyWriteSafe) {
    var command = new ArrayList<>(List.of("redis-server", "--bind", HOST, "--dir", "/data"));
    flag(command, "--port", port);
    flag(command, "--appendonly", "yes");
    flag(command, "--appendfsync", everyWriteSafe ? "always" : "everysec");
    flag(command, "--save", ""); // the log of writes is enough; whole copies would only disturb
    var container =
        container(Images.REDIS.image(), command, List.of(mount(data, "/data", AccessMode.rw)));
    return new Part("redis", container, Readiness.redis(port));
  }

  Part placement(int port) {
    int health = ports.next();
    var command = control("/placement", port, health);
    flag(command, "--initial-cluster", "dapr-placement-0=" + endpoint(ports.next()));
    var container = container(Images.DAPR.image(), command, List.of());
    return new Part("placement", container, Readiness.http(health, "/healthz"));
  }

  Part scheduler(int port, int health, Path data) {
    var command = control("/scheduler", port, health);
    flag(command, "--etcd-data-dir", "/data");
    flag(command, "--etcd-client-port", ports.next());
    flag(command, "--etcd-client-listen-address", HOST);
    flag(command, "--etcd-initial-cluster", "dapr-scheduler-server-0=" + address(ports.next()));
    var container =
        container(Images.DAPR.image(), command, List.of(mount(data, "/data", AccessMode.rw)));
    return new Part("scheduler", container, Readiness.http(health, "/healthz"));
  }

  Part daprd(Replica replica, Path components, int placement, int scheduler, boolean watching) {
    var command = new ArrayList<>(List.of("/daprd", "--app-id", DaprCluster.APP_ID));
    flag(command, "--app-port", replica.callback());
    flag(command, "--app-protocol", "http");
    flag(command, "--app-channel-address", HOST);
    flag(command, "--dapr-listen-addresses", HOST);
    flag(command, "--dapr-http-port", replica.http());
    flag(command, "--dapr-grpc-port", replica.grpc());
    flag(command, "--dapr-internal-grpc-port", replica.internal());
    flag(command, "--dapr-internal-grpc-listen-address", HOST);
    flag(command, "--metrics-port", ports.next());
    flag(command, "--metrics-listen-address", HOST);
    flag(command, "--placement-host-address", endpoint(placement));
    flag(command, "--scheduler-host-address", endpoint(scheduler));
    flag(command, "--resources-path", "/components");
    flag(command, "--config", "/components/config.yaml");
    flag(command, "--config", "/components/loopback.yaml");
    flag(command, "--dapr-graceful-shutdown-seconds", 5);
    if (watching) { // as k8s/base/deployment.yaml has it
      command.add("--enable-app-health-check");
      flag(command, "--app-health-check-path", "/healthz");
      flag(command, "--app-health-probe-interval", 1);
      flag(command, "--app-health-threshold", 3);
    }
    var binds = List.of(mount(components, "/components", AccessMode.ro));
    // A sidecar that ends by itself is started again; one that is killed is not.
    var container = container(Images.DAPR.image(), command, binds, RestartPolicy.alwaysRestart());
    container.withEnv("DAPR_HOST_IP", HOST); // what it tells the others: not this machine's own
    // Not all of its health: that waits for the app.
    var readiness = Readiness.http(replica.http(), "/v1.0/healthz/outbound");
    return new Part("daprd-" + replica.index(), container, readiness);
  }

  /**
   * An app.
   *
   * @param clock the address of the clock by which it goes, unless it is a version that knows none
   * @param faketime the folder of what sets its own clock wrong
   */
  Part app(Replica replica, ClusterPlan plan, String image, String clock, Optional<Path> faketime) {
    var command = new ArrayList<>(List.of("serve", "--engine", "dapr", "--host", HOST));
    flag(command, "--port", replica.app());
    flag(command, "--callback-port", replica.callback());
    command.addAll(plan.settings());
    var binds = faketime.map(from -> mount(from, WrongClocks.FOLDER, AccessMode.ro)).stream();
    var container = container(image, command, binds.toList());
    plan.clocks().map(WrongClocks::environment).ifPresent(container::withEnv);
    if (image.equals(Images.APP.image())) {
      container.withEnv("TASKAGENT_DAPR_CLOCK_URL", clock);
    }
    container.withEnv(
        Map.of(
            "DAPR_HTTP_PORT", Integer.toString(replica.http()),
            "DAPR_GRPC_PORT", Integer.toString(replica.grpc())));
    container.withEnv(plan.environment());
    return new Part("app-" + replica.index(), container, Readiness.http(replica.app(), "/healthz"));
  }

  /** The flags that Dapr's own services share. */
  private List<String> control(String binary, int port, int health) {
    var command = new ArrayList<>(List.of(binary, "--listen-address", HOST));
    flag(command, "--port", port);
    flag(command, "--healthz-port", health);
    flag(command, "--healthz-listen-address", HOST); // taken, but 1.18 listens on all addresses
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
