package taskagent.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/**
 * Two pods on Kubernetes behind their Service. A crash is {@code kubectl delete pod --force} of
 * both at once.
 */
final class KubernetesWorld implements World {

  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Receivers receivers;
  private final Set<String> errors = new TreeSet<>();

  KubernetesWorld(Receivers receivers) {
    this.receivers = receivers;
    AcceptanceDeployment.apply(
        Map.of(
            "TASKAGENT_NOTIFY_CHANNEL",
            "webhook",
            "TASKAGENT_NOTIFY_WEBHOOK_URL",
            receivers.notificationsAddress(),
            "TASKAGENT_EVENTS_WEBHOOK_URL",
            receivers.eventsAddress(),
            "TASKAGENT_EVENTS_GIVE_UP_AFTER",
            "8s",
            "TASKAGENT_DAPR_ACTOR_IDLE_TIMEOUT",
            IDLE.toSeconds() + "s"));
  }

  @Override
  public String engine() {
    return "kubernetes";
  }

  @Override
  public String address() {
    return AcceptanceDeployment.address();
  }

  @Override
  public void crash(Instant downUntil) {
    collectErrors();
    if (downUntil.isAfter(Instant.now())) {
      // Killed first, because a pod that is only scaled away would still have time to do its work.
      AcceptanceDeployment.kill();
      AcceptanceDeployment.kubectl("scale", "deployment/task-agent-system", "--replicas=0");
      AcceptanceDeployment.kill();
      receivers.agentDied();
      Waiting.pass(Duration.between(Instant.now(), downUntil));
      AcceptanceDeployment.scale(AcceptanceDeployment.REPLICAS);
    } else {
      AcceptanceDeployment.kill();
      receivers.agentDied();
      AcceptanceDeployment.awaitReady(AcceptanceDeployment.REPLICAS);
    }
  }

  /** Waits until Dapr has deactivated actors that were idle. */
  @Override
  public void deactivate() {
    Waiting.pass(IDLE.plusSeconds(2));
  }

  @Override
  public boolean deactivatesByRestart() {
    return false;
  }

  @Override
  public List<String> errors() {
    collectErrors();
    return List.copyOf(errors);
  }

  private void collectErrors() {
    AcceptanceDeployment.logs()
        .lines()
        .filter(line -> line.contains("SEVERE"))
        .forEach(errors::add);
  }

  @Override
  public void saveLogs(Path folder) {
    AcceptanceDeployment.saveLogs(folder);
  }

  /** Leaves it deployed. {@code k8s/local/cluster down} removes it with everything else. */
  @Override
  public void close() {}
}
