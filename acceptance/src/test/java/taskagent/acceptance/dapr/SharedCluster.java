package taskagent.acceptance.dapr;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * Provides several test classes with the same cluster: two replicas whose notifications take a
 * second. The first of these classes starts it, each repairs it, and it is closed after all tests.
 * These classes lock {@link #LOCK}, so that they run one after the other.
 */
final class SharedCluster implements BeforeAllCallback, ParameterResolver {

  static final String LOCK = "the shared cluster";

  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context).heal();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DaprCluster.class;
  }

  @Override
  public DaprCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  private static DaprCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("cluster", _ -> start(), DaprCluster.class);
  }

  private static DaprCluster start() {
    return new DaprCluster(ClusterPlan.standard().settings("--notify-simulated-delay=1s")).start();
  }
}
