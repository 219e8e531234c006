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
import taskagent.domain.Backoff;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.Engines;
import taskagent.domain.contract.OtherKinds;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.engine.Runs;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.NotifyPolicy.OnFailure;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.view.Changes;
import taskagent.json.InputRunJson;
import taskagent.json.RunJson;

/**
 * The Dapr engine for the contracts, on real Dapr. All tests of a JVM share one engine and one
 * cluster, because the SDK allows one engine in a process. Each test uses ids of its own. Time is
 * real. A restart kills and restarts the sidecar; the scenarios restart the whole process.
 */
public final class DaprUnderTest implements EngineUnderTest {

  /** The shared engine, with a real clock. */
  static final Engines ENGINES =
      new Engines() {
        @Override
        public EngineUnderTest open(ScriptedOutside outside) {
          return DaprUnderTest.open(outside);
        }

        @Override
        public ScriptedOutside newOutside() {
          return ScriptedOutside.with(Clock.systemUTC());
        }

        @Override
        public NotifyPolicy policy() {
          return POLICY;
        }

        @Override
        public boolean mayRepeatCalls() {
          return true;
        }

        @Override
        public Duration patience() {
          return PATIENCE;
        }

        @Override
        public Duration shortened(Duration wait) {
          return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        }
      };

  /**
   * Longer than the SDK needs to reconnect to a restarted sidecar, which it tries every five
   * seconds.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Its waits are so long that a test sees them on a busy machine, too, where a second is short.
   */
  private static final NotifyPolicy POLICY =
      new NotifyPolicy(
          new RetryPolicy(3, new Backoff(Duration.ofSeconds(3), 1.5, Duration.ofMinutes(1))),
          OnFailure.COMPENSATE);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** Writes the inputs of the kinds that only tests have as JSON. */
  static final OtherKinds.Codecs CODECS =
      new OtherKinds.Codecs() {
        @Override
        public <I> Codec<InputRun<I>> of(Codec<I> input) {
          return new InputRunJson<>(input);
        }
      };

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
                  POLICY,
                  EventPolicy.DEFAULT,
                  true,
                  true),
              Clock.systemUTC(),
              OtherKinds.addTo(
                  Kinds.ofTasks(
                      RunJson.CODEC, notification -> outside.notifier().notify(notification)),
                  CODECS,
                  () -> outside),
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

  /** Returns the dead letters of the engine. */
  public static DeadLetters deadLetters() {
    return Shared.ENGINE.deadLetters();
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
  public Bulks bulks() {
    return Shared.ENGINE.bulks();
  }

  @Override
  public BulkSets bulkSets() {
    return Shared.ENGINE.bulkSets();
  }

  @Override
  public AuditLog audit() {
    return Shared.ENGINE.audit();
  }

  @Override
  public Changes changes() {
    return Shared.ENGINE.changes();
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
