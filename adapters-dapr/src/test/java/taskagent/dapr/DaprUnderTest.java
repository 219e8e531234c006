package taskagent.dapr;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import taskagent.dapr.cluster.Sidecar;
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

  private static final AtomicReference<Outside> OUTSIDE = new AtomicReference<>();

  private static final class Shared {
    static final Sidecar SIDECAR = Sidecar.start();
    static final DaprEngine ENGINE = open();

    private static DaprEngine open() {
      var engine =
          DaprEngine.open(
              new DaprSettings(
                  "127.0.0.1",
                  SIDECAR.appPort(),
                  Optional.empty(),
                  Optional.of(SIDECAR.grpcPort()),
                  "statestore",
                  "pubsub",
                  Duration.ofSeconds(60),
                  10,
                  true),
              Clock.systemUTC(),
              notification -> OUTSIDE.get().notifier().notify(notification),
              (before, content) -> OUTSIDE.get().responder().reply(before, content),
              event -> OUTSIDE.get().publisher().publish(event));
      awaitReady(engine);
      return engine;
    }
  }

  private static void awaitReady(DaprEngine engine) {
    Awaitility.await("the engine is ready")
        .atMost(PATIENCE)
        .until(() -> engine.readiness().notReady().isEmpty());
  }

  static EngineUnderTest open(Outside outside) {
    OUTSIDE.set(outside);
    awaitReady(Shared.ENGINE);
    return new DaprUnderTest();
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
    Shared.SIDECAR.kill();
    advance(meanwhile);
    Shared.SIDECAR.startAgain();
    awaitReady(Shared.ENGINE);
  }

  /** The engine stays for the next test. */
  @Override
  public void close() {
    OUTSIDE.get().publisher().published("");
  }
}
