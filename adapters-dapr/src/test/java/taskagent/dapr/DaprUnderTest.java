package taskagent.dapr;

import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ExpenseApproval;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.json.InputRunJson;
import taskagent.json.RunJson;

/**
 * The Dapr engine for the contracts, on real Dapr. All tests of a JVM share one engine and one
 * cluster, because the SDK allows one engine in a process. Each test uses ids of its own. Time is
 * real. A restart kills and restarts the sidecar; the scenarios restart the whole process.
 */
public final class DaprUnderTest implements EngineUnderTest {

  /**
   * Longer than the SDK needs to reconnect to a restarted sidecar, which it tries every five
   * seconds.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SIDECAR = "daprd-0";

  private static volatile ScriptedOutside outside = ScriptedOutside.with(Clock.systemUTC());

  private static final class Shared {
    static final DaprCluster CLUSTER =
        new DaprCluster(ClusterPlan.standard().withoutApp().replicas(1)).start();
    static final DaprEngine ENGINE = open();

    private static DaprEngine open() {
      Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
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
                  Retention.DEFAULT,
                  NotifyPolicy.DEFAULT,
                  true,
                  true),
              Clock.systemUTC(),
              ExpenseApproval.addTo(
                  Kinds.ofTasks(
                      RunJson.CODEC, notification -> outside.notifier().notify(notification)),
                  new InputRunJson<>(new ExpenseApproval.ExpenseCodec()),
                  () -> outside.books()),
              (before, content) -> outside.responder().reply(before, content),
              event -> outside.publisher().publish(event),
              Activity.none());
      awaitReady(engine);
      return engine;
    }
  }

  private static void awaitReady(DaprEngine engine) {
    Awaitility.await("the engine is ready")
        .atMost(PATIENCE)
        .until(() -> engine.readiness().notReady().isEmpty());
  }

  /** Returns the shared engine, which uses this outside from now on. */
  public static EngineUnderTest open(ScriptedOutside next) {
    outside = next;
    awaitReady(Shared.ENGINE);
    return new DaprUnderTest();
  }

  /** Returns the cluster that the engine runs on. */
  public static DaprCluster cluster() {
    return Shared.CLUSTER;
  }

  /** Creates another client of the engine's sidecar. */
  public static DaprClient newClient() {
    var port = Shared.CLUSTER.grpcPorts().getFirst().toString();
    return new DaprClientBuilder().withPropertyOverride(Properties.GRPC_PORT, port).build();
  }

  /** Returns the value of a metric, over all labels. */
  public static long metric(String name) {
    return Shared.ENGINE.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .flatMap(metric -> metric.samples().stream())
        .mapToLong(sample -> sample.value().getAsLong())
        .sum();
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
  public Runs<?> runs() {
    return Shared.ENGINE.runs();
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
