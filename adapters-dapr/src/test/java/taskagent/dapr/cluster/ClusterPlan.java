package taskagent.dapr.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Describes a cluster. Each method returns another plan and does not change this one. */
public final class ClusterPlan {

  private int replicas = 2;
  private boolean app = true;
  private boolean everyWriteSafe = true;
  private boolean watched;
  private List<String> settings = List.of();
  private Map<String, String> environment = Map.of();
  private OptionalInt placement = OptionalInt.empty();
  private Optional<String> key = Optional.empty();
  private Optional<WrongClocks> wrongClocks = Optional.empty();

  private ClusterPlan() {}

  private ClusterPlan(ClusterPlan other) {
    this.replicas = other.replicas;
    this.app = other.app;
    this.everyWriteSafe = other.everyWriteSafe;
    this.watched = other.watched;
    this.settings = other.settings;
    this.environment = other.environment;
    this.placement = other.placement;
    this.key = other.key;
    this.wrongClocks = other.wrongClocks;
  }

  /** Two replicas, and a Redis that loses nothing that was acknowledged. */
  public static ClusterPlan standard() {
    return new ClusterPlan();
  }

  /** With this number of replicas; each is an app with its own sidecar. */
  public ClusterPlan replicas(int number) {
    var plan = new ClusterPlan(this);
    plan.replicas = number;
    return plan;
  }

  /** Without apps: the test itself serves on their callback ports. */
  public ClusterPlan withoutApp() {
    var plan = new ClusterPlan(this);
    plan.app = false;
    return plan;
  }

  /**
   * With a Redis that writes to the disk every second: a power failure may lose the last second.
   */
  public ClusterPlan everySecondSafe() {
    var plan = new ClusterPlan(this);
    plan.everyWriteSafe = false;
    return plan;
  }

  /** With sidecars that check their apps' health, as on Kubernetes. */
  public ClusterPlan watched() {
    var plan = new ClusterPlan(this);
    plan.watched = true;
    return plan;
  }

  /** With more command-line options for the apps. */
  public ClusterPlan settings(String... more) {
    var plan = new ClusterPlan(this);
    plan.settings = List.of(more);
    return plan;
  }

  /** With more environment variables for the apps. */
  public ClusterPlan environment(Map<String, String> more) {
    var plan = new ClusterPlan(this);
    plan.environment = Map.copyOf(more);
    return plan;
  }

  /** With a proxy on that port between the sidecars and placement. */
  public ClusterPlan placementBehind(int port) {
    var plan = new ClusterPlan(this);
    plan.placement = OptionalInt.of(port);
    return plan;
  }

  /** With a state store that is encrypted with the key of this name. */
  public ClusterPlan encryptedWith(String name) {
    var plan = new ClusterPlan(this);
    plan.key = Optional.of(name);
    return plan;
  }

  /** With apps whose clocks can be changed: {@link DaprCluster#setClock}. */
  public ClusterPlan wrongClocks() {
    var plan = new ClusterPlan(this);
    plan.wrongClocks = Optional.of(new WrongClocks());
    return plan;
  }

  int replicas() {
    return replicas;
  }

  boolean app() {
    return app;
  }

  boolean everyWriteSafe() {
    return everyWriteSafe;
  }

  boolean isWatched() {
    return watched;
  }

  List<String> settings() {
    return settings;
  }

  Map<String, String> environment() {
    return environment;
  }

  OptionalInt placement() {
    return placement;
  }

  Optional<String> key() {
    return key;
  }

  Optional<WrongClocks> clocks() {
    return wrongClocks;
  }
}
