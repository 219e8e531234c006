package taskagent.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import taskagent.acceptance.kubernetes.Deployment;

/**
 * Two pods on Kubernetes, reached through their Service. Dying is {@code kubectl delete pod
 * --force} of all of them at once.
 */
final class KubernetesWorld implements World {

  private static final Duration IDLE = Duration.ofSeconds(2);

  /** With this many failures, one more scenario could make half of the last 20 calls fail. */
  private static final int FAILURES_AT_MOST = 5;

  private final Outside outside;
  private final Set<String> complaints = new TreeSet<>();
  private long failuresAtStart;

  KubernetesWorld(Outside outside) {
    this.outside = outside;
    Deployment.apply(
        Map.of(
            "TASKAGENT_NOTIFY_CHANNEL",
            "webhook",
            "TASKAGENT_NOTIFY_WEBHOOK_URL",
            outside.notificationsAddress(),
            "TASKAGENT_EVENTS_WEBHOOK_URL",
            outside.eventsAddress(),
            "TASKAGENT_DAPR_ACTOR_IDLE_TIMEOUT",
            IDLE.toSeconds() + "s"));
  }

  @Override
  public String engine() {
    return "kubernetes";
  }

  @Override
  public String address() {
    return Deployment.address();
  }

  @Override
  public void crash() {
    listen();
    Deployment.kill();
    Deployment.awaitReady(Deployment.REPLICAS);
  }

  @Override
  public void crash(Duration down) {
    listen();
    Deployment.kubectl("scale", "deployment/task-agent-system", "--replicas=0");
    Deployment.kill();
    Waiting.pass(down);
    Deployment.scale(Deployment.REPLICAS);
  }

  @Override
  public void deactivate(String taskId) {
    Waiting.pass(IDLE.plusSeconds(2));
  }

  @Override
  public void calmDown() {
    if (outside.failed("") - failuresAtStart > FAILURES_AT_MOST) {
      failuresAtStart = outside.failed("");
      listen();
      Deployment.restart();
      Deployment.awaitReady(Deployment.REPLICAS);
    }
  }

  private void listen() {
    Deployment.logs().lines().filter(line -> line.contains("SEVERE")).forEach(complaints::add);
  }

  @Override
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** It stays deployed: k8s/local/cluster down ends it with all else. */
  @Override
  public void close() {
    listen();
  }
}
