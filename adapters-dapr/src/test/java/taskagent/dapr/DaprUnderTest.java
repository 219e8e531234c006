package taskagent.dapr;

import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Outside;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/**
 * The Dapr engine as the contracts see it: one for all tests, on real Dapr, since its SDK allows
 * one in a process. Time is real. A restart is one of the sidecar, killed without warning; that of
 * the process is for the scenarios.
 */
final class DaprUnderTest implements EngineUnderTest {

  /** Long enough for the SDK, which looks for a lost sidecar every five seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SIDECAR = "daprd-0";

  private static volatile Outside outside = Outside.with(Clock.systemUTC());

  private static final class Shared {
    static final DaprCluster CLUSTER =
        new DaprCluster(ClusterPlan.standard().withoutApp().replicas(1)).start();
    static final DaprEngine ENGINE = open();

    private static DaprEngine open() {
      var engine =
          DaprEngine.open(
              new DaprSettings(
                  "127.0.0.1",
                  CLUSTER.callbackPorts().getFirst(),
                  Optional.empty(),
                  Optional.of(CLUSTER.grpcPorts().getFirst()),
                  "statestore",
                  "pubsub",
                  Duration.ofSeconds(60),
                  10,
                  true),
              Clock.systemUTC(),
              notification -> outside.notifier().notify(notification),
              (before, content) -> outside.responder().reply(before, content),
              event -> outside.publisher().publish(event));
      Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
      awaitReady(engine);
      return engine;
    }
  }

  private static void awaitReady(DaprEngine engine) {
    Awaitility.await("the engine is ready")
        .atMost(PATIENCE)
        .until(() -> engine.readiness().notReady().isEmpty());
  }

  static EngineUnderTest open(Outside next) {
    outside = next;
    awaitReady(Shared.ENGINE);
    return new DaprUnderTest();
  }

  /** What the engine runs on. */
  static DaprCluster cluster() {
    return Shared.CLUSTER;
  }

  /** Another client of the sidecar's. */
  static DaprClient newClient() {
    var port = Shared.CLUSTER.grpcPorts().getFirst().toString();
    return new DaprClientBuilder().withPropertyOverride(Properties.GRPC_PORT, port).build();
  }

  /** A figure of the engine's. */
  static long figure(String name) {
    return Objects.requireNonNull(Shared.ENGINE.figures().get(name), name).getAsLong();
  }

  @Override
  public Tasks tasks() {
    return Shared.ENGINE.tasks();
  }

  @Override
  public Conversations conversations() {
    return Shared.ENGINE.conversations();
  }

  @Override
  public Workflows workflows() {
    return Shared.ENGINE.workflows();
  }

  @Override
  public void advance(Duration by) {
    long end = System.nanoTime() + by.toNanos();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(by.plusSeconds(10))
        .until(() -> System.nanoTime() >= end);
  }

  @Override
  public void restart(Duration meanwhile) {
    Shared.CLUSTER.kill(SIDECAR);
    advance(meanwhile);
    Shared.CLUSTER.start(SIDECAR);
    Shared.CLUSTER.awaitReady(SIDECAR);
    awaitReady(Shared.ENGINE);
  }

  /** The engine stays for the next test. */
  @Override
  public void close() {}
}
