package taskagent.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import taskagent.acceptance.kubernetes.Deployment;
import taskagent.acceptance.kubernetes.Kubectl;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.Outside;

/** The system as a user deploys it on Kubernetes, asked through its Service. */
public final class KubernetesSite implements Site {

  private static final int WAYS = 4;
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private final Outside outside = new Outside(Deployment.outside());

  /** Deploys it, and waits until all of it is ready. */
  public KubernetesSite() {
    var settings = new HashMap<String, String>();
    outside.settings().forEach((name, value) -> settings.put(variable(name), value));
    Deployment.apply(Map.copyOf(settings));
  }

  private static String variable(String name) {
    return "TASKAGENT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String tier() {
    return "kubernetes";
  }

  @Override
  public List<HttpApi> apis() {
    return IntStream.range(0, WAYS).mapToObj(_ -> new HttpApi(Deployment.address())).toList();
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    faults.add(deleted(9, "pod deleted", "--grace-period=50"));
    faults.add(deleted(10, "pod deleted by force", "--grace-period=0", "--force"));
    faults.add(
        new Fault(11, "all pods deleted by force", AT_ONCE, _ -> Deployment.kill(), this::whole));
    faults.add(new Fault(12, "rolling restart", AT_ONCE, _ -> Deployment.restart(), this::whole));
    faults.add(
        new Fault(
            12,
            "scaled to 3, to 1, and back",
            AT_ONCE,
            _ -> {
              Deployment.scale(3);
              Deployment.scale(1);
            },
            this::whole));
    faults.addAll(OutsideFaults.of(outside));
    return faults;
  }

  private Fault deleted(int row, String name, String... how) {
    return new Fault(row, name, AT_ONCE, random -> delete(random, how), this::whole);
  }

  private static void delete(Random random, String... how) {
    var pods = Deployment.pods();
    var arguments =
        new ArrayList<>(List.of("delete", "--wait=false", pods.get(random.nextInt(pods.size()))));
    arguments.addAll(List.of(how));
    Deployment.kubectl(arguments.toArray(String[]::new));
  }

  private void whole() {
    Deployment.scale(Deployment.REPLICAS);
  }

  @Override
  public void awaitServing() {
    Deployment.awaitReady(Deployment.REPLICAS);
  }

  @Override
  public void close() {
    Kubectl.attempt("delete", "namespace", Deployment.NAMESPACE, "--wait=false");
    outside.close();
  }
}
